import assert from "node:assert/strict"
import { test } from "node:test"

import { Watch } from "./watch.js"

function watch(fails = false) {
  const told = []
  const clock = { now: 0 }
  const fetch = async (url, { body, keepalive }) => {
    if (fails) throw new TypeError("offline")
    told.push([url, Number(body.get("seconds")), body.get("over"), body.get("csrfmiddlewaretoken"), keepalive])
  }
  const made = new Watch({ url: "/w", csrf: "c", fetch, time: () => clock.now })
  const run = (seconds, playing) => {
    for (let left = seconds * 10; left > 0; left -= 1) {
      made.tick(playing)
      clock.now += 100
    }
  }
  return { made, told, run }
}

test("it tells every quarter of a minute while the players run", () => {
  const { told, run } = watch()
  run(31, true)
  assert.deepEqual(told.map(([, seconds]) => Math.round(seconds)), [15, 15])
  assert.deepEqual(told[0].toSpliced(1, 1), ["/w", "", "c", false])
})

test("a pause is not watched", () => {
  const { made, told, run } = watch()
  run(5, true)
  run(100, false)
  made.end()
  assert.deepEqual(told, [["/w", 5, "yes", "c", true]])
})

test("a page that never played tells nothing", () => {
  const { made, told, run } = watch()
  run(20, false)
  made.end()
  assert.deepEqual(told, [])
})

test("what was lost is told with the next", async () => {
  const { made, run } = watch(true)
  run(16, true)
  await null
  await null
  assert.ok(made.seconds > 15)
})
