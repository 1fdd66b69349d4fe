// A button that has the player of player.js play its clips, one after another. What plays, it pauses.

export default function ({ data, parentElement }) {
  let button = parentElement.querySelector("button")
  if (!button) {
    button = Object.assign(document.createElement("button"), { type: "button", className: "earmark-play" })
    parentElement.append(button)
  }
  const only = data.clips.length === 1
  const stand = ({ id, playing }) => {
    const here = only ? id === data.clips[0].id : false
    button.classList.toggle("earmark-on", here && playing)
    button.textContent = here && playing ? "❚❚ Pause" : `▶ ${data.words}`
    button.ariaLabel = here && playing ? `Pause: ${data.name}` : `${data.words}: ${data.name}`
  }
  const told = ({ detail }) => stand(detail)
  button.onclick = () => window.dispatchEvent(new CustomEvent("earmark:play", { detail: { clips: data.clips } }))
  const now = window.earmarkPlayer
  stand(now?.clip ? { id: now.clip.id, playing: !now.audio.paused } : { id: null, playing: false })
  window.addEventListener("earmark:state", told)
  return () => window.removeEventListener("earmark:state", told)
}
