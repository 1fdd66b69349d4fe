// The one player of the app. It lives on the document's body, outside of what Streamlit draws, so that a change of page
// does not stop it. Buttons speak to it by `earmark:play`; it says how it stands by `earmark:state`. Times are seconds.

const KEPT = "earmark-player" // the key in localStorage of what is played, where, and how fast
const STEP = 15
const SPEEDS = [1, 1.25, 1.5, 1.75, 2, 0.8]
const PATIENCE_MS = 15000 // by judgement, not measured: then a silent host is told instead of waited for
const BETWEEN_MS = 700 // by judgement, not measured: a breath between two of a row

export default function ({ data, parentElement }) {
  const bar = (window.earmarkPlayer ??= new Player())
  bar.dress(parentElement, data.css)
}

class Player {
  constructor() {
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

  build() {
    this.bar = element("section", { className: "earmark-bar", ariaLabel: "Player", hidden: true })
    this.style = element("style", {})
    this.picture = element("img", { className: "earmark-picture", alt: "" })
    this.title = element("a", { className: "earmark-title" })
    this.place = element("span", { className: "earmark-place" })
    this.told = element("p", { className: "earmark-told", role: "status" })
    this.range = element("input", { type: "range", min: 0, max: 1000, value: 0, ariaLabel: "Place in what is played" })
    this.back = button("−15", "15 seconds back", () => this.move(-STEP))
    this.toggle = button("▶", "Play", () => this.press())
    this.toggle.classList.add("earmark-main")
    this.ahead = button("+15", "15 seconds on", () => this.move(STEP))
    this.pace = button("1×", "Speed", () => this.faster())
    this.further = button("Listen on", "Listen on past the quote", () => this.listenOn())
    this.next = button("Next", "The next one", () => this.step(1))
    this.close = button("×", "Close the player", () => this.leave())
    const words = element("div", { className: "earmark-words" }, this.title, this.place)
    const head = element("div", { className: "earmark-head" }, this.picture, words, this.close)
    const row = element("div", { className: "earmark-row" }, this.back, this.toggle, this.ahead, this.pace, this.further, this.next)
    this.bar.append(this.range, head, row, this.told)
    document.body.append(this.style, this.bar)
  }

  dress(parent, css) {
    const look = getComputedStyle(parent)
    const names = ["background-color", "secondary-background-color", "text-color", "primary-color", "border-color", "font", "link-color"]
    for (const name of names) this.bar.style.setProperty(`--st-${name}`, look.getPropertyValue(`--st-${name}`))
    if (this.style.textContent !== css) this.style.textContent = css
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
    if (same && (!audioOver(this) || !this.audio.paused)) return this.press()
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

  // Says what can be done where the audio cannot be fetched.
  fail() {
    clearTimeout(this.patience)
    clearTimeout(this.breath)
    this.audio.pause()
    const { clip } = this
    if (!clip) return
    const place = clock(this.now)
    const ways = [clip.page && link("Open at the publisher", clip.page), link(`Open the file at ${place}`, `${clip.audio}#t=${Math.floor(this.now)}`)]
    if (navigator.share) {
      const sent = { title: clip.title, text: `${clip.show}: ${clip.title}, at ${place}`, url: clip.page || clip.audio }
      ways.push(button("In my podcast app", "Hand over to a podcast app", () => navigator.share(sent).catch(() => {})))
    }
    this.told.replaceChildren(`The audio cannot be played here. In any player, go to ${place}. `, ...ways.filter(Boolean))
    this.show()
  }

  get first() {
    return this.onward ? 0 : this.clip.start
  }

  get last() {
    const length = Number.isFinite(this.audio.duration) ? this.audio.duration : this.clip.length
    return this.onward ? length || this.now + 60 : this.clip.end
  }

  describe() {
    const { clip } = this
    this.picture.hidden = !clip.picture
    if (clip.picture) this.picture.src = clip.picture
    this.title.textContent = clip.title
    this.title.href = clip.home
    const artwork = clip.picture ? [{ src: clip.picture }] : []
    if (navigator.mediaSession) navigator.mediaSession.metadata = new MediaMetadata({ title: clip.title, artist: clip.show, artwork })
  }

  show() {
    const { clip } = this
    this.bar.hidden = !clip
    document.body.classList.toggle("earmark-playing", Boolean(clip))
    const playing = !this.audio.paused
    if (clip) {
      const row = this.queue.length > 1 ? `${this.at + 1} of ${this.queue.length} · ` : ""
      const about = clip.approximate ? "about " : ""
      const until = this.onward ? "" : ` of ${clock(clip.end)}`
      this.place.textContent = `${row}${clip.show} · ${about}${clock(this.now)}${until}`
      this.range.value = Math.round((1000 * (this.now - this.first)) / Math.max(1, this.last - this.first))
      this.range.ariaValueText = clock(this.now)
      label(this.toggle, playing ? "❚❚" : this.over ? "↺" : "▶", playing ? "Pause" : this.over ? "Play again" : "Play")
      label(this.pace, `${this.speed}×`, `Speed ${this.speed}`)
      this.further.hidden = this.onward
      this.next.hidden = this.at + 1 >= this.queue.length
    }
    const state = { id: clip?.id ?? null, playing, now: this.now, audio: clip?.audio ?? null }
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

const audioOver = (player) => player.over

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties)
  made.append(...children)
  return made
}

function button(words, name, act) {
  const made = element("button", { type: "button", onclick: act })
  label(made, words, name)
  return made
}

function label(target, words, name) {
  if (target.textContent !== words) target.textContent = words
  target.ariaLabel = name
  target.title = name
}

function link(words, href) {
  return element("a", { href, target: "_blank", rel: "noopener noreferrer", textContent: words })
}

function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds))
  const two = (number) => String(number).padStart(2, "0")
  const [hour, minute, second] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  return hour ? `${hour}:${two(minute)}:${two(second)}` : `${two(minute)}:${two(second)}`
}
