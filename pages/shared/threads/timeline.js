// The bars of a thread's time line, and the same as a table for who cannot see them. Names come from feeds: set as text.

export default function ({ data, parentElement }) {
  parentElement.querySelector(".earmark-timeline")?.remove()
  const root = make("div", { className: "earmark-timeline" })
  root.append(bars(data), table(data))
  parentElement.append(root)
}

function bars(data) {
  const most = Math.max(...data.rows.flatMap((row) => row.counts))
  const box = make("div", { className: "earmark-bars" })
  box.setAttribute("aria-hidden", "true")
  for (const row of data.rows) {
    const strip = make("span", { className: "earmark-strip" })
    row.counts.forEach((count, at) => {
      const bar = make("i", { title: `${data.periods[at]}: ${count}` })
      bar.style.height = count ? `${Math.max(15, (100 * count) / most)}%` : "1px"
      strip.append(bar)
    })
    const all = row.counts.reduce((sum, count) => sum + count, 0)
    box.append(make("span", { className: "earmark-row-name", textContent: row.name }), strip, make("span", { textContent: all }))
  }
  const ends = make("span", { className: "earmark-ends" })
  ends.append(make("span", { textContent: data.periods[0] }), make("span", { textContent: data.periods.at(-1) }))
  box.append(make("span", { textContent: `Insights a ${data.size}` }), ends, make("span"))
  return box
}

function table(data) {
  const unseen = make("div", { className: "earmark-unseen" }) // a table itself is never as small as it is told to be
  const box = make("table")
  const head = make("tr")
  head.append(make("th", { textContent: "Show", scope: "col" }))
  for (const period of data.periods) head.append(make("th", { textContent: period, scope: "col" }))
  box.append(make("caption", { textContent: `Insights a ${data.size}, by show` }), head)
  for (const row of data.rows) {
    const line = make("tr")
    line.append(make("th", { textContent: row.name, scope: "row" }))
    for (const count of row.counts) line.append(make("td", { textContent: count }))
    box.append(line)
  }
  unseen.append(box)
  return unseen
}

const make = (tag, properties = {}) => Object.assign(document.createElement(tag), properties)
