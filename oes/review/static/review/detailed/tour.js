// "Violations in a row": which seconds are played, and how long that takes.
export const BEFORE = 2
export const AFTER = 2
export const MOST = 10
export const RATES = [1, 2, 4, 8, 16]
const AIM_SECONDS = 100 // a 60-minute exam is to be studied within two minutes, verdict included

// What is drawn as technical shows nothing that a student did.
export function toured(violations) {
  return violations.filter((violation) => violation.shape !== "technical")
}

// Stops in order of time: { uuid, start, end }. Seconds that two violations share are played once.
export function plan(violations, { length }) {
  const stops = []
  let played = 0
  for (const violation of toured(violations)) {
    const start = Math.max(violation.start_seconds - BEFORE, played, 0)
    const end = Math.min(violation.end_seconds + AFTER, violation.start_seconds - BEFORE + MOST, length)
    stops.push({ uuid: violation.uuid, start, end: Math.max(end, start) })
    played = Math.max(played, end)
  }
  return stops
}

export function wallSeconds(stops, rate) {
  return stops.reduce((sum, stop) => sum + stop.end - stop.start, 0) / rate
}

// The slowest speed that keeps the whole within the aim, but at least twice as fast as life.
export function tourRate(stops, chosen) {
  const fits = RATES.find((rate) => rate >= 2 && wallSeconds(stops, rate) <= AIM_SECONDS) ?? 8
  return Math.max(fits, chosen)
}

// Where a tour stands at a moment: the stop that plays and where to jump to, or null when it is over.
export function standing(stops, seconds, index = 0) {
  for (let place = index; place < stops.length; place += 1) {
    const stop = stops[place]
    if (seconds < stop.start - 0.5) return { index: place, jump: stop.start }
    if (seconds < stop.end) return { index: place, jump: null }
  }
  return null
}
