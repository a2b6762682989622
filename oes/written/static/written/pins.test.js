import assert from "node:assert/strict"
import test from "node:test"

import { placeOn } from "./pins.js"

const BOX = { left: 100, top: 50, width: 400, height: 200 }

test("a press in the middle is half of both", () => {
  assert.deepEqual(placeOn(BOX, 300, 150), { left: 0.5, top: 0.5 })
})

test("a press on the edge stays on the page", () => {
  assert.deepEqual(placeOn(BOX, 99.6, 250.4), { left: 0, top: 1 })
})

test("a page without a size gives its corner", () => {
  assert.deepEqual(placeOn({ left: 0, top: 0, width: 0, height: 0 }, 5, 5), { left: 0, top: 0 })
})
