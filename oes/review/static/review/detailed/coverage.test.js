import assert from "node:assert/strict"
import test from "node:test"
import { absence, isCovered, landing, leadIn, liveEdge, spanNear } from "./coverage.js"

const span = (start_seconds, end_seconds, caption) => ({ start_seconds, end_seconds, caption })
const spans = [span(0, 8), span(8.1, 16), span(40, 48)]

test("the change of recorders is no gap", () => {
  assert.ok(isCovered(spans, 8.05))
  assert.ok(!isCovered(spans, 20))
})

test("a moment beside a span by a small hole belongs to it", () => {
  const late = [span(0.03, 8), span(40, 48)]
  assert.equal(spanNear(late, 0), late[0])
  assert.equal(spanNear(late, 8.2), late[0])
  assert.equal(spanNear(late, 20), null)
})

test("a gap is named by its reason, else it is only said to be one", () => {
  assert.deepEqual(absence({ spans, gaps: [span(16, 40, "page reloaded")], seconds: 20 }), { why: "gap", reason: "page reloaded" })
  assert.deepEqual(absence({ spans, gaps: [], seconds: 20 }), { why: "gap_unknown" })
})

test("what has not come yet is no gap while the exam runs", () => {
  assert.equal(absence({ spans, gaps: [span(48, 60, "x")], seconds: 50, running: true }).why, "not_yet")
  assert.equal(absence({ spans, gaps: [], seconds: 50, running: false }).why, "after")
  assert.equal(absence({ spans: [], gaps: [], seconds: 5, running: false }).why, "none")
})

test("the live edge is what all sources have", () => {
  assert.equal(liveEdge([spans, [span(0, 40)]]), 40)
  assert.equal(liveEdge([spans, []]), 48)
  assert.equal(liveEdge([]), 0)
})

test("a jump lands on data: there, or right behind a small hole", () => {
  assert.equal(landing([[0, 8], [8.2, 16]], 5), 5)
  assert.equal(landing([[0, 8], [8.2, 16]], 8.1), 8.209999999999999)
  assert.equal(landing([[0, 8]], 30), null)
})

test("what follows a gap is shown from the gap's end", () => {
  assert.equal(leadIn(spans, 44, 1), 43)
  assert.equal(leadIn(spans, 40.4, 1), 40)
  assert.equal(leadIn(spans, 30, 1), 29)
  assert.equal(leadIn([], 5, 1), 4)
})
