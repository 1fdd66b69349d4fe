// Copies a text, or hands it to what the machine shares with. Says what it did on the button itself.

export default function ({ data, parentElement }) {
  if (parentElement.querySelector("button")) return
  const copy = Object.assign(document.createElement("button"), { type: "button", textContent: "Copy" })
  copy.onclick = () =>
    navigator.clipboard.writeText(data.text).then(
      () => told(copy, "Copied"),
      () => told(copy, "The browser does not let a page copy here"),
    )
  const share = Object.assign(document.createElement("button"), { type: "button", textContent: "Share" })
  const sent = { title: data.title, text: data.title, url: data.address }
  share.onclick = () =>
    navigator.share
      ? navigator.share(sent).catch(() => {})
      : navigator.clipboard.writeText(data.address).then(() => told(share, "Link copied"))
  for (const button of [copy, share]) button.className = "earmark-plain"
  parentElement.append(copy, share)
}

function told(button, words) {
  button.textContent = words
  button.ariaLive = "polite"
}
