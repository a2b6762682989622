// The strip: grace, violations, gaps and checks on one clock; press or drag to seek.
import { levels, place, secondsAt, ticks } from "./geometry.js"
import { fill, hms } from "./words.js"

export class Strip {
  constructor({ root, words, seek }) {
    this.root = root
    this.bar = root.querySelector("[data-bar]")
    this.now = root.querySelector("[data-now]")
    this.words = words
    this.seek = seek
    this.length = 0
    this.listen()
  }

  listen() {
    this.root.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return
      this.root.setPointerCapture(event.pointerId)
      this.seekTo(event)
    })
    this.root.addEventListener("pointermove", (event) => {
      if (this.root.hasPointerCapture(event.pointerId)) this.seekTo(event)
    })
    new ResizeObserver(() => this.draw()).observe(this.bar)
  }

  seekTo(event) {
    const { left, width } = this.bar.getBoundingClientRect()
    this.seek(secondsAt({ x: event.clientX - left, width, length: this.length }))
  }

  // A running attempt gets longer all the time: it is drawn anew when that would be seen.
  give(data, length) {
    this.data = data
    this.length = length
    this.draw()
  }

  draw() {
    if (!this.data || this.length <= 0) return
    const { data, length, bar } = this
    this.layer("grace", [this.span("grace", 0, data.grace_seconds, this.words.grace, 0)])
    this.layer("marks", data.violations.map((one) => this.violation(one)))
    for (const track of ["camera", "screen"]) this.layer(track, this.track(track))
    this.layer("pins", this.pins(bar.clientWidth))
    this.layer("ticks", ticks({ length, width: bar.clientWidth }).map((at) => this.tick(at)))
    this.root.setAttribute("aria-valuemax", String(Math.round(length)))
  }

  layer(name, children) {
    this.root.querySelector(`[data-layer="${name}"]`)?.replaceChildren(...children)
  }

  span(className, start, end, title, least) {
    const { a, w } = place({ start, end, length: this.length, least })
    const element = document.createElement("i")
    element.className = className
    element.title = title
    element.style.setProperty("--a", `${a}%`)
    element.style.setProperty("--w", `${w}%`)
    return element
  }

  violation(one) {
    const times = { caption: one.caption, start: hms(one.start_seconds), end: hms(one.end_seconds) }
    const least = (100 * 4) / Math.max(this.bar.clientWidth, 1)
    const element = this.span(`mark is-${one.shape}`, one.start_seconds, one.end_seconds, fill(this.words.here, times), least)
    element.dataset.uuid = one.uuid
    return element
  }

  track(kind) {
    const segments = this.data.segments[kind] ?? []
    const spans = segments.length ? joined(segments) : this.data.parts[kind] ?? []
    const gaps = this.data.gaps.filter((gap) => gap.track === kind)
    return [
      ...spans.map((one) => this.span("recorded", one.start_seconds, one.end_seconds, this.words[`track_${kind}`], 0)),
      ...gaps.map((gap) => this.span(gap.reason === "pause" ? "pause" : "gap", gap.start_seconds, gap.end_seconds, fill(this.words.gap, { reason: gap.caption }), 0.3)),
    ]
  }

  pins(width) {
    const { checks } = this.data
    const rows = levels({ moments: checks.map((one) => one.at_seconds), length: this.length, width })
    return checks.map((check, index) => {
      const title = [hms(check.at_seconds), check.caption, check.result].filter(Boolean).join(" · ")
      const element = this.span(`pin is-${check.kind}`, check.at_seconds, check.at_seconds, title, 0)
      element.style.setProperty("--level", String(rows[index] % 3))
      return element
    })
  }

  tick(at) {
    const element = this.span("tick", at, at, "", 0)
    element.textContent = hms(at)
    return element
  }

  show(seconds, current) {
    this.now.style.setProperty("--a", `${this.length > 0 ? (100 * Math.min(seconds, this.length)) / this.length : 0}%`)
    if (Math.floor(seconds) !== this.said) {
      this.said = Math.floor(seconds)
      this.root.setAttribute("aria-valuenow", String(this.said))
      this.root.setAttribute("aria-valuetext", hms(seconds))
    }
    if (current !== this.current) {
      this.current = current
      for (const mark of this.root.querySelectorAll(".mark")) mark.classList.toggle("is-current", mark.dataset.uuid === current)
    }
  }
}

// Neighbouring segments as one, so that an hour is a handful of elements.
function joined(segments) {
  const out = []
  for (const one of segments) {
    const last = out.at(-1)
    if (last && one.start_seconds - last.end_seconds <= 0.5) last.end_seconds = Math.max(last.end_seconds, one.end_seconds)
    else out.push({ start_seconds: one.start_seconds, end_seconds: one.end_seconds })
  }
  return out
}
