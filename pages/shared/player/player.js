// The one player of the app. It lives on the document's body, outside of what Streamlit draws, so that a change of page
// does not stop it. Buttons speak to it by `earmark:play`; it says how it stands by `earmark:state`. Times are seconds.
// bar.js stands before this file in one module (see clip.py).

const KEPT = "earmark-player" // the key in localStorage of what is played, where, and how fast
const SPEEDS = [1, 1.25, 1.5, 1.75, 2, 0.8]
const PATIENCE_MS = 15000 // by judgement, not measured: then a silent host is told instead of waited for
const BETWEEN_MS = 700 // by judgement, not measured: a breath between two of a row

export default function ({ data, parentElement }) {
  const bar = (window.earmarkPlayer ??= new Player())
  bar.dress(parentElement, data.css)
}

class Player extends Bar {
  constructor() {
    super()
    this.queue = []
    this.at = 0
    this.onward = false
    this.speed = 1
    this.audio = Object.assign(document.createElement("audio"), { preload: "none" })
    this.build()
    this.listen()
    this.recall()
  }

  get clip() {
    return this.queue[this.at]
  }

  listen() {
    const { audio } = this
    window.addEventListener("earmark:play", ({ detail }) => this.begin(detail.clips, detail.from))
    window.addEventListener("earmark:toggle", () => this.clip && this.press())
    audio.addEventListener("timeupdate", () => this.tick())
    audio.addEventListener("play", () => this.show())
    audio.addEventListener("playing", () => this.heard())
    audio.addEventListener("pause", () => this.show())
    audio.addEventListener("ended", () => this.finished())
    audio.addEventListener("error", () => audio.getAttribute("src") && this.fail())
    this.range.addEventListener("input", () => this.seek(this.first + (this.range.value / 1000) * (this.last - this.first)))
    window.addEventListener("pagehide", () => this.keep())
    this.others = new BroadcastChannel("earmark-player")
    this.others.onmessage = () => audio.pause()
    for (const [name, act] of [
      ["play", () => this.press()],
      ["pause", () => audio.pause()],
      ["seekbackward", () => this.move(-STEP)],
      ["seekforward", () => this.move(STEP)],
      ["nexttrack", () => this.step(1)],
      ["previoustrack", () => this.step(-1)],
    ]) navigator.mediaSession?.setActionHandler(name, act)
  }

  // `from` is a second of the first clip to begin at; the button of what plays pauses it.
  begin(clips, from) {
    const same = this.clip?.id === clips[0].id && clips.length === 1 && from === undefined
    if (same && (!this.over || !this.audio.paused)) return this.press()
    this.queue = clips
    this.at = 0
    this.start(from)
  }

  start(from) {
    clearTimeout(this.breath)
    this.onward = this.clip.end === null
    this.over = false
    this.place0 = from ?? this.clip.start
    this.load()
    this.play()
    this.keep()
  }

  load() {
    const { audio, clip } = this
    this.told.replaceChildren()
    if (audio.getAttribute("src") !== clip.audio) audio.src = clip.audio
    this.seek(this.place0)
    audio.playbackRate = this.speed
    this.describe()
  }

  play() {
    clearTimeout(this.patience)
    this.patience = setTimeout(() => this.audio.readyState < 2 && this.fail(), PATIENCE_MS)
    this.audio.play().catch((error) => error.name === "NotAllowedError" && this.show())
    this.others.postMessage("mine")
  }

  press() {
    if (!this.audio.paused) return this.audio.pause()
    if (this.over) return this.start()
    if (this.audio.getAttribute("src") !== this.clip.audio || this.audio.error) {
      this.place0 = this.now
      this.audio.removeAttribute("src")
      this.load()
    }
    this.play()
  }

  // Before the audio is there, the place waits for it.
  seek(second) {
    this.now = Math.max(0, second)
    if (this.audio.readyState > 0) this.audio.currentTime = this.now
    else this.audio.addEventListener("loadedmetadata", () => (this.audio.currentTime = this.now), { once: true })
    this.show()
  }

  move(by) {
    if (this.now + by > (this.clip.end ?? Infinity)) this.onward = true
    this.over = false
    this.seek(this.now + by)
  }

  tick() {
    if (this.audio.seeking || this.audio.readyState < 2) return
    this.now = this.audio.currentTime
    if (!this.onward && this.now >= this.clip.end) return this.finished()
    this.show()
  }

  finished() {
    this.audio.pause()
    this.over = true
    this.keep()
    if (this.at + 1 < this.queue.length) this.breath = setTimeout(() => this.step(1), BETWEEN_MS)
    else this.show()
  }

  step(by) {
    if (!this.queue[this.at + by]) return
    this.at += by
    this.start()
  }

  listenOn() {
    clearTimeout(this.breath)
    this.onward = true
    this.queue = [this.clip]
    this.at = 0
    if (this.over) this.over = false
    this.play()
    this.show()
  }

  faster() {
    this.speed = SPEEDS[(SPEEDS.indexOf(this.speed) + 1) % SPEEDS.length]
    this.audio.playbackRate = this.speed
    this.show()
    this.keep()
  }

  leave() {
    this.audio.pause()
    this.queue = []
    localStorage.removeItem(KEPT)
    this.audio.removeAttribute("src")
    this.show()
  }

  heard() {
    clearTimeout(this.patience)
    this.told.replaceChildren()
    this.show()
  }

  fail() {
    clearTimeout(this.patience)
    clearTimeout(this.breath)
    this.audio.pause()
    if (!this.clip) return
    this.offer()
    this.show()
  }

  get first() {
    return this.onward ? 0 : this.clip.start
  }

  get last() {
    const length = Number.isFinite(this.audio.duration) ? this.audio.duration : this.clip.length
    return this.onward ? length || this.now + 60 : this.clip.end
  }

  show() {
    const playing = !this.audio.paused
    this.draw(playing)
    const state = { id: this.clip?.id ?? null, playing, now: this.now, audio: this.clip?.audio ?? null }
    window.dispatchEvent(new CustomEvent("earmark:state", { detail: state }))
    if (playing && Math.abs(this.now - (this.saved ?? 0)) > 2) this.keep()
  }

  keep() {
    if (!this.clip) return
    this.saved = this.now
    const { queue, at, now, speed, onward, over } = this
    localStorage.setItem(KEPT, JSON.stringify({ queue, at, now, speed, onward, over }))
  }

  // What was played at the last visit stands there, paused at its place.
  recall() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEPT))
      if (!kept?.queue?.[kept.at]?.audio?.startsWith("http")) return
      Object.assign(this, kept)
      this.describe()
      this.show()
    } catch {
      localStorage.removeItem(KEPT)
    }
  }
}
