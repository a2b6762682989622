import assert from "node:assert/strict";
import { test } from "node:test";
import { DeviceStep } from "./device_step.js";

function stepWith(programs, had) {
  const nothing = () => null;
  const view = { onClick: nothing, hide: nothing, fact: nothing, enable: nothing, sentence: (key) => key, preview: nothing };
  const sources = { has: (kind) => had.indexOf(kind) >= 0 };
  const lease = { poll: () => Promise.resolve(true) };
  return new DeviceStep({ view, sources, capture: {}, lease, programs, onReady: nothing });
}

test("a rehearsal asks for no programs besides the sources", () => {
  const step = stepWith([], ["camera", "screen"]);
  step.begin("A");
  assert.equal(step.complete, true);
});

test("every program that is asked for begins, and holds up the start until it is there", () => {
  let begun = 0;
  const ready = { begin: () => (begun += 1), complete: true };
  const missing = { begin: () => (begun += 1), complete: false };
  const step = stepWith([ready, missing], ["camera"]);
  step.begin("B");
  assert.deepEqual([begun, step.complete], [2, false]);
  missing.complete = true;
  assert.equal(step.complete, true);
});
