import assert from "node:assert/strict";
import test from "node:test";
import { AttemptClock, SleepWatch, Ticker } from "./clock.js";

test("half the way there and back is added", () => {
  let at = 1000;
  const clock = new AttemptClock({ now: () => at });
  assert.equal(clock.seconds(), 0);
  at = 1400;
  clock.set(10, 1000);
  assert.equal(clock.seconds(), 10.2);
  at = 2400;
  assert.equal(clock.seconds(), 11.2);
});

test("a sleep that stopped the clock too is told by the calendar", () => {
  const watch = new SleepWatch();
  assert.equal(watch.observe(0, 0), null);
  assert.equal(watch.observe(250, 250), null);
  assert.deepEqual(watch.observe(500, 60500), { seconds: 60.25, stoodStillSeconds: 60 });
  assert.deepEqual(watch.observe(40500, 100500), { seconds: 40, stoodStillSeconds: 0 });
});

test("without a worker the page's own timer rings", () => {
  const timers = [];
  const ticker = new Ticker({ makeWorker: () => { throw new Error("no workers"); }, setTimer: (call) => timers.push(call) });
  let at = 0;
  let rung = 0;
  ticker.every(1, () => at, () => (rung += 1));
  [400, 900, 1100, 1900, 2200].forEach((moment) => {
    at = moment;
    timers[0]();
  });
  assert.equal(rung, 2);
});
