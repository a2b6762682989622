import assert from "node:assert/strict";
import test from "node:test";
import { Watchers } from "./watchers.js";

function watching(request) {
  const ticks = [];
  const document = { hidden: false, addEventListener: () => null };
  const watchers = new Watchers({
    window: { addEventListener: () => null }, document, navigator: request ? { wakeLock: { request } } : {}, screen: {}, events: { add: () => null },
    ticker: { each: () => null, every: (seconds, now, listener) => ticks.push(listener) }, now: () => 0, calendar: () => 0, onNetwork: () => null, onAsleep: () => null,
  });
  watchers.start();
  return { watchers, document, tick: () => ticks.forEach((listener) => listener()) };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

test("the screen is kept awake, and again after the browser let go", async () => {
  const locks = [];
  const { watchers, document, tick } = watching(async () => {
    locks.push({ addEventListener: (name, listener) => (locks[locks.length - 1].release = listener) });
    return locks[locks.length - 1];
  });
  await settled();
  assert.equal(watchers.awake, true);
  locks[0].release();
  document.hidden = true;
  tick();
  assert.deepEqual([watchers.awake, locks.length], [false, 1]);
  document.hidden = false;
  tick();
  await settled();
  assert.deepEqual([watchers.awake, locks.length], [true, 2]);
});

test("a refusal and a browser without a wake lock change nothing", async () => {
  const refused = watching(() => Promise.reject(new Error("low battery")));
  await settled();
  assert.equal(refused.watchers.awake, false);
  assert.equal(watching(null).watchers.awake, null);
});
