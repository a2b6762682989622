import assert from "node:assert/strict";
import test from "node:test";
import { DiskRoom, pressureOf } from "./disk_room.js";

const MINUTE = 60;

test("the limits hold until there is twice the room", () => {
  assert.equal(pressureOf(30 * MINUTE, ""), "");
  assert.equal(pressureOf(19 * MINUTE, ""), "short");
  assert.equal(pressureOf(30 * MINUTE, "short"), "short");
  assert.equal(pressureOf(4 * MINUTE, "short"), "last");
  assert.equal(pressureOf(9 * MINUTE, "last"), "last");
  assert.equal(pressureOf(11 * MINUTE, "last"), "short");
  assert.equal(pressureOf(41 * MINUTE, "last"), "");
});

test("it asks the browser every 20 s at most and counts what the recording needs", async () => {
  let asked = 0;
  let at = 0;
  const storage = { estimate: async () => ((asked += 1), { quota: 20e6, usage: 12e6 }) };
  const room = new DiskRoom({ storage, now: () => at * 1000 });
  assert.equal(await room.look(240), "last");
  assert.equal(room.minutes, 4);
  at = 19;
  assert.equal(await room.look(240), "last");
  assert.equal(asked, 1);
  at = 20;
  await room.look(240);
  assert.equal(asked, 2);
});

test("a browser that says nothing, or fails, is no reason for anything", async () => {
  const failing = { estimate: async () => Promise.reject(new Error("no")) };
  for (const storage of [undefined, {}, failing]) {
    assert.equal(await new DiskRoom({ storage, now: () => 0 }).look(240), "");
  }
});
