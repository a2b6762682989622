import assert from "node:assert/strict";
import test from "node:test";
import { FakeClock, FakeRecorder } from "./fakes.test.js";
import { RotatingRecorder, recordOnce } from "./rotate.js";

const never = () => new Promise(() => null);

function rotating(make, wait = never) {
  const clock = new FakeClock();
  const pieces = [];
  const troubles = [];
  const stuck = [];
  const recorder = new RotatingRecorder({
    make, clock, wait, seconds: 8, onSegment: async (piece) => pieces.push([piece.start, piece.end]), onTrouble: (error) => troubles.push(error.message),
    onStuck: (seconds) => stuck.push(seconds),
  });
  return { clock, pieces, troubles, stuck, recorder };
}

test("segments follow each other without a gap", async () => {
  const { clock, pieces, recorder } = rotating(() => new FakeRecorder());
  recorder.start();
  for (const at of [4, 8, 12, 16.25]) {
    clock.at = at;
    await recorder.tick();
  }
  clock.at = 20;
  await recorder.stop();
  assert.deepEqual(pieces, [[0, 8], [8, 16.25], [16.25, 20]]);
});

test("where two recorders cannot run at once it stops first", async () => {
  let running = 0;
  const { clock, pieces, troubles, recorder } = rotating(() => {
    const made = new FakeRecorder({ fails: running > 0 });
    running += 1;
    const stop = made.stop.bind(made);
    made.stop = () => {
      running -= 1;
      stop();
    };
    return made;
  });
  recorder.start();
  clock.at = 8;
  await recorder.tick();
  clock.at = 12;
  await recorder.stop();
  assert.deepEqual(pieces, [[0, 8], [8, 12]]);
  assert.deepEqual(troubles, []);
});

test("a recorder that cannot go on is told", async () => {
  let made = 0;
  const { clock, troubles, recorder } = rotating(() => new FakeRecorder({ fails: made++ > 0 }));
  recorder.start();
  clock.at = 9;
  await recorder.tick();
  assert.deepEqual(troubles, ["no second recorder"]);
});

test("a segment ends where a sleeping device stopped ticking", async () => {
  const { clock, pieces, recorder } = rotating(() => new FakeRecorder());
  recorder.start();
  clock.at = 3;
  await recorder.tick();
  clock.at = 603;
  await recorder.stopAsleep();
  assert.deepEqual(pieces, [[0, 3]]);
});

test("a segment without bytes is not handed on", async () => {
  const { clock, pieces, recorder } = rotating(() => new FakeRecorder({ bytes: 0 }));
  recorder.start();
  clock.at = 5;
  await recorder.stop();
  assert.deepEqual(pieces, []);
});

test("a recorder that never ends is told, and the next one goes on", async () => {
  let made = 0;
  const { clock, pieces, stuck, recorder } = rotating(() => {
    const one = new FakeRecorder();
    if (made++ === 0) one.stop = () => null;
    return one;
  }, () => Promise.resolve());
  recorder.start();
  clock.at = 8;
  await recorder.tick();
  clock.at = 16;
  await recorder.tick();
  await new Promise((resolve) => setTimeout(resolve));
  assert.deepEqual([stuck, pieces], [[8], [[8, 16]]]);
});

test("a check whose recorder never ends fails", async () => {
  const stuck = Object.assign(new FakeRecorder(), { stop: () => null });
  await assert.rejects(recordOnce({ make: () => stuck, wait: () => Promise.resolve(), seconds: 3 }));
});

test("a check is one short recording from 0", async () => {
  const piece = await recordOnce({ make: () => new FakeRecorder(), wait: () => Promise.resolve(), seconds: 3 });
  assert.deepEqual([piece.start, piece.end, piece.parts.length], [0, 3, 1]);
});
