// How the player looks: its parts, and how they tell what is played. What each press does, player.js says behind this file.

const STEP = 15 // seconds, of the buttons that go back and on

class Bar {
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

  describe() {
    const { clip } = this
    this.picture.hidden = !clip.picture
    if (clip.picture) this.picture.src = clip.picture
    this.title.textContent = clip.title
    this.title.href = clip.home
    const artwork = clip.picture ? [{ src: clip.picture }] : []
    if (navigator.mediaSession) navigator.mediaSession.metadata = new MediaMetadata({ title: clip.title, artist: clip.show, artwork })
  }

  draw(playing) {
    const { clip } = this
    this.bar.hidden = !clip
    document.body.classList.toggle("earmark-playing", Boolean(clip))
    if (!clip) return
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

  // Says what can be done where the audio cannot be fetched.
  offer() {
    const { clip } = this
    const place = clock(this.now)
    const ways = [clip.page && link("Open at the publisher", clip.page), link(`Open the file at ${place}`, `${clip.audio}#t=${Math.floor(this.now)}`)]
    if (navigator.share) {
      const sent = { title: clip.title, text: `${clip.show}: ${clip.title}, at ${place}`, url: clip.page || clip.audio }
      ways.push(button("In my podcast app", "Hand over to a podcast app", () => navigator.share(sent).catch(() => {})))
    }
    this.told.replaceChildren(`The audio cannot be played here. In any player, go to ${place}. `, ...ways.filter(Boolean))
  }
}

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
