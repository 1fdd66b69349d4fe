// Keys for who reads with the keyboard. They can be put away (WCAG 2.1.4), in the list that `?` shows.

const KEYS = {
  j: ["The next insight", () => step(1)],
  k: ["The one before", () => step(-1)],
  o: ["Open it", () => card()?.querySelector(":is(h2, h3, h4) a")?.click()],
  p: ["Play it, or pause", () => play()],
  s: ["Save it", () => card()?.querySelector('[class*="st-key-save-"] button')?.click()],
  "/": ["Search", () => search()],
  "?": ["These keys", () => list()],
}
const OFF = "earmark-keys-off"

function pressKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
  if (event.target.closest?.("input, textarea, select, [contenteditable], dialog, [role=dialog], [role=listbox]")) return
  const known = KEYS[event.key]
  if (!known || (localStorage.getItem(OFF) && event.key !== "?")) return
  event.preventDefault()
  known[1]()
}

const cards = () => [...document.querySelectorAll('[class*="st-key-card-"]')]
let current = null

// The card that holds the focus, else the one gone to last.
function card() {
  return document.activeElement?.closest('[class*="st-key-card-"]') ?? (current?.isConnected ? current : null)
}

function step(by) {
  const all = cards()
  const at = all.indexOf(card())
  current = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))]
  if (!current) return
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches
  current.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" })
  const first = current.querySelector(":is(h2, h3, h4) a") ?? current.querySelector("a, .earmark-play")
  first?.focus({ preventScroll: true })
}

function play() {
  const button = card()?.querySelector(".earmark-play")
  if (button) button.click()
  else window.dispatchEvent(new CustomEvent("earmark:toggle"))
}

function search() {
  const box = document.querySelector(".st-key-q input")
  if (box) return box.focus()
  document.querySelector('.st-key-nav a[href*="search"]')?.click()
}

function list() {
  document.getElementById("earmark-keys")?.remove()
  const dialog = Object.assign(document.createElement("dialog"), { id: "earmark-keys", ariaLabel: "Keys" })
  const rows = Object.entries(KEYS).map(([key, [words]]) => {
    const row = document.createElement("p")
    row.append(Object.assign(document.createElement("kbd"), { textContent: key }), ` ${words}`)
    return row
  })
  const choice = document.createElement("label")
  const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: !localStorage.getItem(OFF) })
  box.onchange = () => (box.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1"))
  choice.append(box, " Use these keys")
  const close = Object.assign(document.createElement("button"), { type: "button", textContent: "Close" })
  close.onclick = () => dialog.close()
  dialog.onclose = () => dialog.remove()
  dialog.append(...rows, choice, close)
  document.body.append(dialog)
  dialog.showModal()
}
