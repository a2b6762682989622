// Where things lie on the strip, in percent of its length.
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600]

export function place({ start, end, length, least = 0.35 }) {
  if (length <= 0) return { a: 0, w: 0 }
  const from = Math.min(Math.max(start, 0), length)
  const wide = Math.max((100 * (Math.min(Math.max(end, from), length) - from)) / length, least)
  return { a: round(Math.min((100 * from) / length, 100 - wide)), w: round(wide) }
}

export function secondsAt({ x, width, length }) {
  return width > 0 ? (Math.min(Math.max(x, 0), width) / width) * length : 0
}

// Moments to label: a round step, at most as many as fit.
export function ticks({ length, width, room = 90 }) {
  if (length <= 0 || width <= 0) return []
  const most = Math.max(1, Math.floor(width / room))
  const step = STEPS.find((one) => length / one <= most) ?? 7200
  return Array.from({ length: Math.floor(length / step) + 1 }, (_, index) => index * step).filter((at) => length - at > step * 0.35 || at === 0)
}

// Pins that would hide each other are drawn beside each other: each gets its own level, 0, 1, 2...
export function levels({ moments, length, width, size = 14 }) {
  const ends = []
  return moments.map((at) => {
    const x = length > 0 ? (at / length) * width : 0
    let level = ends.findIndex((end) => x >= end)
    if (level < 0) level = ends.length
    ends[level] = x + size
    return level
  })
}

function round(value) {
  return Math.round(value * 1000) / 1000
}
