// An episode to read and hear: its time line, its insights, its chapters, the whole talk. A press anywhere plays there.
// All words come from feeds, transcripts and models, so they are set as text and never as markup.

export default function ({ data: [data], parentElement }) {
  parentElement.querySelector(".earmark-talk")?.remove()
  const root = make("div", { className: "earmark-talk" })
  const lit = []
  const playAt = (start) => {
    const clip = { ...data.clip, id: `${data.clip.id}-${start}`, start, end: null }
    window.dispatchEvent(new CustomEvent("earmark:play", { detail: { clips: [clip] } }))
  }
  const playInsight = (insight) => window.dispatchEvent(new CustomEvent("earmark:play", { detail: { clips: [insight.clip] } }))

  if (data.length) root.append(line(data, playAt, playInsight))
  if (data.insights.length) root.append(insights(data, playInsight))
  if (data.chapters.length) root.append(chapters(data, playAt))
  const talk = make("div", { className: "earmark-said" })
  for (const turn of data.turns) talk.append(draw(turn, lit, data, playAt))
  if (data.turns.length) root.append(make("h2", { textContent: "The talk" }), seek(talk, lit), talk)
  parentElement.append(root)
  if (data.at !== null) arrive(lit, data.at)

  const told = ({ detail }) => light(root, lit, detail, data)
  window.addEventListener("earmark:state", told)
  return () => window.removeEventListener("earmark:state", told)
}

const percent = (second, length) => `${Math.min(100, Math.max(0, (100 * second) / length))}%`

function line(data, playAt, playInsight) {
  const box = make("div", { className: "earmark-line", role: "group", ariaLabel: "The episode from its beginning to its end" })
  for (const advert of data.adverts) {
    const mark = make("span", { className: "earmark-advert", title: advert.told })
    mark.style.left = percent(advert.start, data.length)
    mark.style.width = percent(advert.end - advert.start, data.length)
    box.append(mark)
  }
  for (const chapter of data.chapters) {
    const mark = make("span", { className: "earmark-chapter", title: chapter.title })
    mark.style.left = percent(chapter.start, data.length)
    box.append(mark)
  }
  for (const insight of data.insights) {
    const words = `${insight.clock}: ${insight.headline}`
    const mark = make("button", { type: "button", className: "earmark-mark", title: words, ariaLabel: `Play ${words}` })
    mark.style.left = percent(insight.start, data.length)
    mark.onclick = () => playInsight(insight)
    mark.disabled = !data.clip
    box.append(mark)
  }
  box.append(make("span", { className: "earmark-head-mark", hidden: true }))
  box.onclick = (event) => {
    if (event.target !== box || !data.clip) return
    const all = box.getBoundingClientRect()
    playAt(Math.floor(((event.clientX - all.left) / all.width) * data.length))
  }
  return box
}

function insights(data, playInsight) {
  const list = make("ol", { className: "earmark-insights" })
  for (const insight of data.insights) {
    const item = make("li", {})
    if (data.clip) item.append(time(insight.clock, `play: ${insight.headline}`, () => playInsight(insight)))
    item.append(make("a", { href: insight.home, textContent: insight.headline }))
    list.append(item)
  }
  return group(make("h2", { textContent: data.insights.length === 1 ? "One insight" : `${data.insights.length} insights` }), list)
}

function chapters(data, playAt) {
  const list = make("ol", { className: "earmark-insights" })
  for (const chapter of data.chapters) {
    const item = make("li", {})
    item.append(data.clip ? time(chapter.clock, `play the chapter ${chapter.title}`, () => playAt(chapter.start)) : `${chapter.clock} `, chapter.title)
    list.append(item)
  }
  return make("details", {}, make("summary", { textContent: `Chapters (${data.chapters.length})` }), list)
}

function draw(turn, lit, data, playAt) {
  const head = make("p", { className: "earmark-speaker" })
  head.append(data.clip ? time(turn.clock, "play from here", () => playAt(turn.sentences[0].start)) : turn.clock)
  if (turn.speaker) head.append(" ", make("strong", {}, turn.person ? make("a", { href: turn.person, textContent: turn.speaker }) : turn.speaker))
  const text = make("p", {})
  for (const sentence of turn.sentences) {
    const span = make("span", { textContent: sentence.text, className: sentence.insight === null ? "" : "earmark-quote" })
    if (data.clip) span.onclick = () => String(getSelection()) || playAt(sentence.start)
    lit.push({ span, ...sentence })
    text.append(span, " ")
  }
  if (!turn.advert) return group(head, text)
  return make("details", { className: "earmark-fold" }, make("summary", { textContent: `${turn.clock} · ${turn.advert}` }), text)
}

// Finds words in the talk, as they are typed; Enter leads from one place to the next.
function seek(talk, lit) {
  const box = make("input", { type: "search", placeholder: "Search in this episode", ariaLabel: "Search in this episode" })
  const told = make("span", { role: "status" })
  let found = []
  let at = -1
  box.oninput = () => {
    const words = box.value.trim().toLowerCase()
    for (const { span } of lit) span.classList.remove("earmark-found", "earmark-here")
    found = words.length < 2 ? [] : lit.filter(({ text }) => text.toLowerCase().includes(words))
    for (const { span } of found) span.classList.add("earmark-found")
    at = -1
    told.textContent = words.length < 2 ? "" : found.length === 1 ? " 1 sentence" : ` ${found.length} sentences`
    if (found.length) go(1)
  }
  const go = (by) => {
    found[at]?.span.classList.remove("earmark-here")
    at = (at + by + found.length) % found.length
    found[at].span.classList.add("earmark-here")
    show(found[at].span)
  }
  box.onkeydown = (event) => {
    event.stopPropagation()
    if (event.key === "Enter" && found.length) go(event.shiftKey ? -1 : 1)
  }
  return make("p", { className: "earmark-seek" }, box, told)
}

function show(span) {
  const fold = span.closest("details")
  if (fold) fold.open = true
  span.scrollIntoView({ block: "center" })
}

function arrive(lit, at) {
  const here = lit.find(({ end }) => end > at + 0.5) ?? lit.at(-1)
  if (!here) return
  here.span.classList.add("earmark-here")
  setTimeout(() => show(here.span), 300) // by judgement, not measured: after Streamlit has laid out the page
}

function light(root, lit, state, data) {
  const ours = data.clip && state.audio === data.clip.audio
  for (const { span, start, end } of lit) span.classList.toggle("earmark-lit", ours && state.now >= start && state.now < end)
  const head = root.querySelector(".earmark-head-mark")
  if (!head) return
  head.hidden = !ours
  head.style.left = percent(state.now, data.length)
}

function time(words, name, act) {
  return make("button", { type: "button", className: "earmark-time", textContent: words, ariaLabel: `${words}, ${name}`, onclick: act })
}

function group(...children) {
  return make("div", {}, ...children)
}

function make(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties)
  made.append(...children)
  return made
}
