import assert from "node:assert/strict"
import test from "node:test"
import { MasterClock, correction } from "./clock.js"

function clockAt(end = 100) {
  const wall = { ms: 0 }
  return { wall, clock: new MasterClock({ time: () => wall.ms, end }) }
}

test("it stands still until it is played", () => {
  const { wall, clock } = clockAt()
  wall.ms = 5000
  assert.equal(clock.now, 0)
  clock.play()
  wall.ms = 7000
  assert.equal(clock.now, 2)
})

test("changing the speed does not move it", () => {
  const { wall, clock } = clockAt()
  clock.play()
  wall.ms = 3000
  clock.setRate(16)
  assert.equal(clock.now, 3)
  wall.ms = 4000
  assert.equal(clock.now, 19)
})

test("while it waits for media no time passes", () => {
  const { wall, clock } = clockAt()
  clock.play()
  wall.ms = 1000
  clock.hold(true)
  wall.ms = 9000
  assert.equal(clock.now, 1)
  clock.hold(false)
  wall.ms = 10000
  assert.equal(clock.now, 2)
})

test("it stays within the attempt, and a growing attempt lets it go on", () => {
  const { wall, clock } = clockAt(10)
  clock.seek(50)
  assert.equal(clock.now, 10)
  assert.ok(clock.isAtEnd)
  clock.seek(-3)
  assert.equal(clock.now, 0)
  clock.end = 20
  clock.play()
  wall.ms = 15000
  assert.equal(clock.now, 15)
})

test("a small drift is left alone, a middle one is run off, a large one is jumped over", () => {
  assert.deepEqual(correction({ wanted: 10, actual: 9.97, rate: 1 }), { seek: null, rate: 1 })
  const faster = correction({ wanted: 10, actual: 9.8, rate: 1 })
  assert.ok(faster.seek === null && faster.rate > 1 && faster.rate <= 1.15)
  assert.ok(correction({ wanted: 9.8, actual: 10, rate: 1 }).rate < 1)
  assert.equal(correction({ wanted: 10, actual: 4, rate: 1 }).seek, 10)
})

test("a player is never asked for more than browsers take", () => {
  assert.equal(correction({ wanted: 14, actual: 10, rate: 16 }).rate, 16)
})
