import assert from "node:assert/strict";
import test from "node:test";
import { NEXT, Steps, firstStep } from "./steps.js";

const computer = { canRecord: true, canShareScreen: true, canTakePictures: true };
const phone = { canRecord: true, canShareScreen: false, canTakePictures: true };
const oldPhone = { canRecord: false, canShareScreen: false, canTakePictures: true };
const nothing = { canRecord: false, canShareScreen: false, canTakePictures: false };
const able = { secure: true, abilities: computer, tiers: ["A", "B", "C"], state: "created", endedSecondsAgo: null, endCheckDone: false };
const first = (other) => firstStep(Object.assign({}, able, other));

test("a page load begins where the attempt stands", () => {
  assert.equal(first({}), "device");
  assert.equal(first({ state: "ready" }), "device");
  assert.equal(first({ state: "started" }), "resume");
  assert.equal(first({ state: "paused" }), "break");
  assert.equal(first({ state: "submitted", endedSecondsAgo: 30 }), "end_check");
  assert.equal(first({ state: "submitted", endedSecondsAgo: 30, endCheckDone: true }), "sending");
  assert.equal(first({ state: "submitted", endedSecondsAgo: 900 }), "sending");
  assert.equal(first({ state: "expired", endedSecondsAgo: 5 }), "sending");
});

test("each lack has its own page", () => {
  assert.equal(first({ secure: false }), "insecure");
  assert.equal(first({ abilities: nothing }), "unsupported");
  assert.equal(first({ abilities: phone, tiers: ["A"] }), "screenless");
  assert.equal(first({ abilities: oldPhone, tiers: ["A", "B"] }), "videoless");
});

test("an old phone may do all that its pictures allow", () => {
  assert.equal(first({ abilities: oldPhone }), "device");
  assert.equal(first({ abilities: oldPhone, state: "started" }), "resume");
  assert.equal(first({ abilities: oldPhone, state: "submitted", endedSecondsAgo: 30 }), "end_check");
  assert.equal(first({ abilities: nothing, state: "submitted", endedSecondsAgo: 30 }), "sending");
});

test("that phones are not possible is told before the exam, never in its middle", () => {
  assert.equal(first({ phoneless: true }), "phoneless");
  assert.equal(first({ phoneless: true, state: "ready" }), "phoneless");
  assert.equal(first({ phoneless: true, state: "started" }), "resume");
});

test("no step leads to one that is not there", () => {
  Object.keys(NEXT).forEach((step) => NEXT[step].forEach((next) => assert.ok(NEXT[next], step + " -> " + next)));
});

test("a step that may not follow is refused, the same one again is nothing", () => {
  const shown = [];
  const steps = new Steps({ show: (step) => shown.push(step) });
  steps.go("device");
  steps.go("device");
  assert.throws(() => steps.go("done"));
  assert.deepEqual(shown, ["device"]);
});
