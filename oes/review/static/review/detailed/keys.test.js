import assert from "node:assert/strict"
import test from "node:test"
import { commandOf } from "./keys.js"

test("keys go by their place, whatever the layout writes", () => {
  assert.equal(commandOf({ code: "KeyJ", key: "о" }), "next")
  assert.equal(commandOf({ code: "Space", key: " " }), "play")
  assert.equal(commandOf({ code: "Slash", key: ",", shiftKey: true }), "help")
})

test("the browser's own shortcuts stay the browser's", () => {
  assert.equal(commandOf({ code: "KeyT", key: "t", ctrlKey: true }), null)
  assert.equal(commandOf({ code: "KeyQ", key: "q" }), null)
})
