// Links of the app open where the reader is: Streamlit opens each link of a text in a new tab, which loads all anew.

function followLink(event) {
  const link = event.target.closest?.("a[href]")
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
  if (link.closest('[data-testid="stPageLink"]') || link.hasAttribute("download") || link.hash) return
  const target = new URL(link.href, location.href)
  if (target.origin !== location.origin || /\/(media|app\/static|_stcore|component)\//.test(target.pathname)) return
  event.preventDefault()
  event.stopPropagation()
  visit(target)
}

let leaving = null

// As the browser's own Back does: Streamlit reads the new address and draws its page.
function visit(target) {
  leaving = { heading: document.querySelector(".stMain h1")?.textContent, at: Date.now() }
  history.pushState({}, "", target)
  window.dispatchEvent(new PopStateEvent("popstate", { state: {} }))
  document.querySelector(".stMain")?.scrollTo({ top: 0 })
}
