// What Streamlit leaves out of a page: landmarks, the focus after a press, words for who cannot see, the theme by name.
// links.js and keys.js stand before this file in one module (see mount.py).

export default function ({ parentElement }) {
  nameTheme(parentElement)
  if (window.earmarkFrame) return
  window.earmarkFrame = true
  const live = document.createElement("div")
  Object.assign(live, { id: "earmark-live", ariaLive: "polite" })
  document.body.append(live)
  document.addEventListener("click", followLink, true)
  document.addEventListener("keydown", pressKey)
  document.addEventListener("focusin", rememberFocus)
  document.addEventListener("click", skip)
  let planned = false
  new MutationObserver(() => {
    if (planned) return
    planned = true
    requestAnimationFrame(() => {
      planned = false
      nameLandmarks()
      numberEmptyParts()
      restoreFocus()
      announce(live)
    })
  }).observe(document.body, { childList: true, subtree: true, attributeFilter: ["aria-valuetext"] })
  nameLandmarks()
}

// Streamlit picks light or dark for each visitor; the style sheet asks for it by name.
function nameTheme(parent) {
  const parts = getComputedStyle(parent).getPropertyValue("--st-background-color").match(/[\da-f]{2}/gi) ?? ["ff"]
  document.documentElement.dataset.earmark = parseInt(parts[0], 16) < 128 ? "dark" : "light"
}

function nameLandmarks() {
  // Streamlit gives the field for a file a name and takes its role away; one of the two has to go.
  document.querySelector('[data-testid="stFileUploaderDropzone"][role="presentation"]')?.setAttribute("role", "group")
  // The head of a calendar that is open is not a second head of the page.
  for (const head of document.querySelectorAll('header:not([data-testid="stHeader"], [role])')) {
    head.setAttribute("role", "presentation")
  }
  const nav = document.querySelector(".st-key-nav")
  if (!nav) return
  nav.setAttribute("role", "navigation")
  nav.setAttribute("aria-label", "Pages")
  for (const link of nav.querySelectorAll("a")) {
    const here = lastOf(link.getAttribute("href") ?? "") === lastOf(location.pathname)
    if (here) link.setAttribute("aria-current", "page")
    else link.removeAttribute("aria-current")
  }
  document.querySelector(".stMain")?.setAttribute("tabindex", "-1")
}

// An empty part of a date is a spin button without a number, which its role asks for; read out is its text, "Empty".
function numberEmptyParts() {
  for (const part of document.querySelectorAll('[role="spinbutton"]:not([aria-valuenow])')) {
    part.setAttribute("aria-valuenow", part.getAttribute("aria-valuemin") ?? "0")
  }
}

const lastOf = (path) => path.split("/").at(-1)

let focused = { key: null, at: 0 }

function rememberFocus(event) {
  focused = { key: keyOf(event.target), at: Date.now() }
}

function keyOf(node) {
  const holder = node.closest?.('.stElementContainer[class*="st-key-"]')
  return holder && [...holder.classList].find((name) => name.startsWith("st-key-"))
}

// A button whose label changes is drawn anew, and the browser forgets where the reader was.
function restoreFocus() {
  const heading = document.querySelector(".stMain h1")?.textContent
  if (leaving && heading && heading !== leaving.heading) {
    leaving = null
    return focusHeading()
  }
  if (leaving && Date.now() - leaving.at > 5000) leaving = null
  if (document.activeElement !== document.body || !focused.key || Date.now() - focused.at > 5000) return
  document.querySelector(`.${CSS.escape(focused.key)} :is(button, a, summary)`)?.focus({ preventScroll: true })
}

function announce(live) {
  const told = [...document.querySelectorAll('[class*="st-key-told"], .stSpinner, .stAlert')]
  const words = told.map((each) => each.textContent.trim()).filter(Boolean).join(". ")
  if (live.textContent !== words) live.textContent = words
}

// Streamlit's own link leads to the top of the page, before the navigation.
function skip(event) {
  if (!event.target.closest?.('[data-testid="stSkipToContent"]')) return
  event.preventDefault()
  focusHeading()
}

function focusHeading() {
  const heading = document.querySelector(".stMain h1")
  heading?.setAttribute("tabindex", "-1")
  heading?.focus({ preventScroll: true })
}
