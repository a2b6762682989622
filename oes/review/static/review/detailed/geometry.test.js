import assert from "node:assert/strict"
import test from "node:test"
import { levels, place, secondsAt, ticks } from "./geometry.js"

test("a span lies in percent of the length", () => {
  assert.deepEqual(place({ start: 900, end: 1800, length: 3600 }), { a: 25, w: 25 })
})

test("a short one stays visible and inside", () => {
  assert.deepEqual(place({ start: 3600, end: 3600, length: 3600, least: 1 }), { a: 99, w: 1 })
  assert.deepEqual(place({ start: -5, end: 9999, length: 100 }), { a: 0, w: 100 })
  assert.deepEqual(place({ start: 1, end: 2, length: 0 }), { a: 0, w: 0 })
})

test("a press finds its second, also beside the strip", () => {
  assert.equal(secondsAt({ x: 250, width: 1000, length: 3600 }), 900)
  assert.equal(secondsAt({ x: -9, width: 1000, length: 3600 }), 0)
  assert.equal(secondsAt({ x: 2000, width: 1000, length: 3600 }), 3600)
  assert.equal(secondsAt({ x: 5, width: 0, length: 3600 }), 0)
})

test("moments to label are round and as many as fit", () => {
  assert.deepEqual(ticks({ length: 3600, width: 720 }), [0, 600, 1200, 1800, 2400, 3000])
  assert.equal(ticks({ length: 3600, width: 300 }).length <= 4, true)
  assert.deepEqual(ticks({ length: 0, width: 300 }), [])
})

test("pins at one moment stand on different levels", () => {
  assert.deepEqual(levels({ moments: [0, 0, 4, 1800], length: 3600, width: 720 }), [0, 1, 2, 0])
})
