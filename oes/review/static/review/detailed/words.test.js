import assert from "node:assert/strict"
import test from "node:test"
import { fill, hms, length } from "./words.js"

const WORDS = { seconds: "{n} s", minutes: "{m} min {s} s" }

test("names in braces are filled in, unknown ones stay", () => {
  assert.equal(fill("{n} of {all} {what}", { n: 0, all: 3 }), "0 of 3 {what}")
})

test("seconds become a clock that never shows 60", () => {
  assert.equal(hms(3599.9999999), "01:00:00")
  assert.equal(hms(59.6), "00:00:59")
  assert.equal(hms(-1), "00:00:00")
})

test("a length is told in seconds, or in minutes and seconds", () => {
  assert.equal(length(47.6, WORDS), "48 s")
  assert.equal(length(125, WORDS), "2 min 5 s")
})
