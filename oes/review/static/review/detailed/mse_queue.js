// Which segments a player appends, and which it lets go. Plain values: the browser's part is in segments.js.
import { JOIN_SECONDS } from "./coverage.js"

export const BEHIND = 40
export const AHEAD = 45

// A link's token changes with time; the segment does not.
export function idOf(segment) {
  return segment.url.split("?")[0]
}

// The next segment to append: the one at the moment, then those ahead; null when there is enough.
export function nextToAppend({ segments, done, seconds, rate = 1 }) {
  const reach = seconds + AHEAD * Math.max(1, Math.min(rate, 4))
  return segments.find((one) => one.end_seconds > seconds && one.start_seconds < reach && !done.has(idOf(one))) ?? null
}

// Recorders overlap by a few frames. A segment is cut where the next begins: if it came late, its tail
// would otherwise overwrite the next one's key frame, and a decoder shows nothing until the one after.
export function windowEnd(segments, segment) {
  const next = segments.find((one) => one.start_seconds > segment.start_seconds)
  return next && next.start_seconds < segment.end_seconds + 1 ? next.start_seconds : Infinity
}

// The run of segments without a gap that holds a moment. Only one run is kept at a time, and its end is told to
// the decoder: it waits for a few more frames otherwise, and a still screen has none before a gap.
export function islandAt(segments, seconds) {
  let island = []
  let end = -Infinity
  for (const one of segments) {
    if (one.start_seconds - end > JOIN_SECONDS) {
      if (seconds < end + JOIN_SECONDS) return island
      island = []
    }
    island.push(one)
    end = Math.max(end, one.end_seconds)
  }
  return island.length && seconds >= island[0].start_seconds - JOIN_SECONDS ? island : []
}

// Ranges [start, end] to remove so that an hour does not stay in memory.
export function toRemove({ ranges, seconds, island, rate = 1 }) {
  const first = island.length ? island[0].start_seconds - JOIN_SECONDS : -Infinity
  const last = island.reduce((end, one) => Math.max(end, one.end_seconds + JOIN_SECONDS), island.length ? 0 : Infinity)
  const from = Math.max(seconds - BEHIND, first)
  const to = Math.min(seconds + AHEAD * Math.max(1, Math.min(rate, 4)) + 30, last)
  const out = []
  for (const [start, end] of ranges) {
    if (start < from) out.push([start, Math.min(end, from)])
    if (end > to) out.push([Math.max(start, to), end])
  }
  return out.filter(([start, end]) => end - start > 1)
}

// The segments that still count as appended after ranges were removed.
export function stillDone({ segments, done, removed }) {
  const gone = (one) => removed.some(([start, end]) => one.start_seconds < end && one.end_seconds > start)
  return new Set(segments.filter((one) => done.has(idOf(one)) && !gone(one)).map(idOf))
}
