import assert from "node:assert/strict"
import test from "node:test"

import { Poll, merged } from "./poll.js"

const piece = (name, start, token = "a") => ({ url: `/recordings/segments/${name}?token=${token}`, start_seconds: start })

test("a partial answer adds to what was known, each segment once and in order", () => {
  const all = merged([piece("one", 0), piece("two", 8)], [piece("two", 8), piece("late", 4), piece("three", 16)])
  assert.deepEqual(all.map((one) => one.start_seconds), [0, 4, 8, 16])
})

test("a newer link stands for the older one", () => {
  assert.equal(merged([piece("one", 0)], [piece("one", 0, "b")])[0].url, piece("one", 0, "b").url)
})

test("the next poll asks only for what came after the last answer", async () => {
  const asked = []
  const fetch = async (address) => {
    asked.push(address)
    return { status: 200, ok: true, headers: new Headers({ ETag: '"x"' }), json: async () => ({ cursor: "7-9.000" }) }
  }
  const poll = new Poll({ url: "/poll/", fetch, changed: () => {}, lost: () => {} })
  await poll.ask()
  await poll.ask()
  poll.stop()
  assert.deepEqual(asked, ["/poll/", "/poll/?after=7-9.000"])
})
