import assert from "node:assert/strict"
import test from "node:test"
import { plan, standing, tourRate, wallSeconds } from "./tour.js"

const found = (uuid, start_seconds, end_seconds, shape = "direct") => ({ uuid, start_seconds, end_seconds, shape })

test("each violation is played with two seconds around it, at most ten", () => {
  const stops = plan([found("a", 100, 104), found("b", 200, 290)], { length: 3600 })
  assert.deepEqual(stops.map(({ start, end }) => [start, end]), [[98, 106], [198, 208]])
  assert.equal(wallSeconds(stops, 2), 9)
})

test("seconds that two share are played once, and both are named", () => {
  const stops = plan([found("a", 100, 104), found("b", 103, 105), found("c", 103, 103.5)], { length: 3600 })
  assert.deepEqual(stops.map(({ start, end }) => [start, end]), [[98, 106], [106, 107], [107, 107]])
})

test("technical faults are no stops, and the ends of the attempt hold", () => {
  const stops = plan([found("a", 1, 2), found("b", 50, 60, "technical"), found("c", 98, 100)], { length: 100 })
  assert.deepEqual(stops.map(({ uuid, start, end }) => [uuid, start, end]), [["a", 0, 4], ["c", 96, 100]])
})

test("the speed keeps an hour with many violations within two minutes", () => {
  const many = plan(Array.from({ length: 60 }, (_, n) => found(String(n), n * 60, n * 60 + 20)), { length: 3600 })
  const rate = tourRate(many, 1)
  assert.ok(wallSeconds(many, rate) <= 120)
  assert.equal(tourRate(plan([found("a", 1, 2)], { length: 100 }), 1), 2)
  assert.equal(tourRate(many, 16), 16)
})

test("between two stops it jumps, behind the last it is over", () => {
  const stops = plan([found("a", 100, 104), found("b", 200, 204)], { length: 3600 })
  assert.deepEqual(standing(stops, 99), { index: 0, jump: null })
  assert.deepEqual(standing(stops, 106.1), { index: 1, jump: 198 })
  assert.equal(standing(stops, 207), null)
})
