import assert from "node:assert/strict";
import test from "node:test";
import { add, AT_ONCE, batchOf, meaningOf, MOST_KEPT, newState, settle } from "./queue.js";

const TOLD = { attempt: "a", token: "t", hosts: [], seconds: 3600, page: "p", language: "kk", wall: 1000 };
const event = (kind, more) => Object.assign({ kind, at: 0, wall: 0, life: "1" }, more);

test("ages come from the steady clock, and from the calendar after a restart", () => {
  const state = newState(TOLD);
  add(state, event("left", { at: 100, wall: 5000 }));
  const same = batchOf(state, { now: 350, wall: 99999, life: "1" });
  assert.deepEqual(same.events, [{ sequence: 0, kind: "left", detail: "", age_ms: 250 }]);
  assert.equal(batchOf(state, { now: 3, wall: 9000, life: "2" }).events[0].age_ms, 4000);
  assert.equal(batchOf(state, { now: 3, wall: 4000, life: "2" }).events[0].age_ms, 0);
});

test("what was not answered for stays, and numbers go on", () => {
  const state = newState(TOLD);
  add(state, event("started"));
  const batch = batchOf(state, { now: 0, wall: 0, life: "1" });
  add(state, event("left"));
  settle(state, batch);
  assert.deepEqual(state.events.map((one) => [one.sequence, one.kind]), [[1, "left"]]);
});

test("a long time without a server loses signs of life first", () => {
  const state = newState(TOLD);
  add(state, event("left"));
  for (let count = 0; count < MOST_KEPT + 5; count += 1) add(state, event("heartbeat"));
  assert.equal(state.events.length, MOST_KEPT);
  assert.equal(state.events[0].kind, "left");
  assert.equal(batchOf(state, { now: 0, wall: 0, life: "1" }).events.length, AT_ONCE);
});

test("answers mean kept, later or refused", () => {
  const named = (...codes) => codes.map(meaningOf);
  assert.deepEqual(named(200, 409, 400, 413), ["kept", "kept", "kept", "kept"]);
  assert.deepEqual(named(0, 429, 500, 503), ["later", "later", "later", "later"]);
  assert.deepEqual(named(401, 403), ["refused", "refused"]);
});
