import assert from "node:assert/strict"
import test from "node:test"
import { idOf, islandAt, nextToAppend, stillDone, toRemove, windowEnd } from "./mse_queue.js"

const segment = (start, end) => ({ url: `/s/${start}?token=1`, start_seconds: start, end_seconds: end })
const segments = [segment(0, 8), segment(7.9, 16), segment(16, 24), segment(60, 68)]

test("a renewed token is the same segment", () => {
  assert.equal(idOf({ url: "/s/0?token=2" }), idOf(segments[0]))
})

test("the segment at the moment comes first, then those ahead", () => {
  const done = new Set()
  assert.equal(nextToAppend({ segments, done, seconds: 10 }), segments[1])
  done.add(idOf(segments[1]))
  assert.equal(nextToAppend({ segments, done, seconds: 10 }), segments[2])
  done.add(idOf(segments[2]))
  assert.equal(nextToAppend({ segments, done, seconds: 10 }), null)
})

test("a segment is cut where the next begins", () => {
  assert.equal(windowEnd(segments, segments[0]), 7.9)
  assert.equal(windowEnd(segments, segments[2]), Infinity)
})

test("one run without a gap is kept at a time", () => {
  assert.deepEqual(islandAt(segments, 10), segments.slice(0, 3))
  assert.deepEqual(islandAt(segments, 24.3), segments.slice(0, 3))
  assert.deepEqual(islandAt(segments, 62), [segments[3]])
  assert.deepEqual(islandAt(segments, 40), [])
  assert.deepEqual(islandAt([], 1), [])
})

test("what is far or in another run is let go", () => {
  const island = islandAt(segments, 10)
  assert.deepEqual(toRemove({ ranges: [[0, 24], [60, 68]], seconds: 10, island }), [[60, 68]])
  const long = [segment(0, 4000)]
  assert.deepEqual(toRemove({ ranges: [[0, 2000]], seconds: 1000, island: long }), [[0, 960], [1075, 2000]])
})

test("a removed segment may be appended again", () => {
  const done = new Set(segments.map(idOf))
  const left = stillDone({ segments, done, removed: [[0, 12]] })
  assert.deepEqual([...left], [idOf(segments[2]), idOf(segments[3])])
})
