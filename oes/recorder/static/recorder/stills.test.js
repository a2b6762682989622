import assert from "node:assert/strict";
import test from "node:test";
import { LEVELS, Quality, StillsRecorder, budgetOf, stillSize } from "./stills.js";
import { FakeClock } from "./fakes.test.js";
import { RotatingRecorder } from "./rotate.js";

/* A camera whose pictures weigh `weight` bytes at quality 1, four times less at half the size. */
class FakePainter {
  constructor(weight) {
    this.weight = weight;
    this.seen = { width: 640, height: 480 };
    this.ended = false;
    this.painted = 0;
  }

  shape() {
    return this.seen;
  }

  frame() {
    this.painted += 1;
    return async ({ quality, shrink }) => ({ size: Math.round((this.weight * quality) / shrink) });
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const total = (parts) => parts.reduce((sum, part) => sum + (part.size || part.byteLength), 0);

function recording(painter, { seconds = 8, kbps = 60 } = {}) {
  const clock = new FakeClock();
  const pieces = [];
  const running = new Set();
  const quality = new Quality();
  const budget = budgetOf(kbps);
  quality.use(budget.kbps);
  const now = () => clock.at * 1000;
  const makeBlob = (parts) => ({ size: total(parts), parts });
  const onStart = (recorder) => running.add(recorder);
  const onStop = (recorder) => running.delete(recorder);
  const make = () => new StillsRecorder({ painter, quality, pixels: budget.pixels, now, makeBlob, onStart, onStop });
  const recorder = new RotatingRecorder({ make, clock, seconds, wait: () => new Promise(() => null), onSegment: async (piece) => pieces.push(piece) });
  const tick = async (at) => {
    clock.at = at;
    recorder.tick();
    running.forEach((one) => one.tick());
    await settled();
  };
  const run = async (from, until) => {
    for (let at = from; at < until; at += 0.25) await tick(at);
  };
  return { clock, pieces, running, recorder, quality, tick, run };
}

const spans = (pieces) => pieces.map(({ start, end }) => [start, end]);
const pictures = (piece) => piece.parts[0].parts.length - 1;

test("one picture a second, in segments that follow each other", async () => {
  const { recorder, pieces, run } = recording(new FakePainter(12_000));
  recorder.start();
  await run(0.25, 24.25);
  await recorder.stop();
  assert.deepEqual(spans(pieces), [[0, 8], [8, 16], [16, 24]]);
  assert.deepEqual(pieces.map(pictures), [8, 8, 8]);
  assert.equal(pieces[0].type, "video/quicktime");
});

for (const [kbps, most, weight] of [
  [60, 50, 4_000], [60, 50, 12_000], [60, 50, 40_000], [60, 50, 200_000], [40, 40, 40_000], [160, 160, 90_000], [1000, 160, 90_000],
]) {
  test("at most " + most + " kbit/s of " + kbps + " where a picture of full quality has " + weight + " bytes", async () => {
    const { recorder, pieces, run } = recording(new FakePainter(weight), { seconds: 4, kbps });
    recorder.start();
    await run(0.25, 40.25);
    await recorder.stop();
    const bits = pieces.reduce((sum, piece) => sum + 8 * piece.parts[0].size, 0);
    assert.ok(bits / 40 <= most * 1000, String(bits / 40));
    pieces.forEach((piece) => assert.ok((8 * piece.parts[0].size) / (piece.end - piece.start) <= most * 1000));
  });
}

test("quality rises again once the pictures have room", async () => {
  const quality = new Quality();
  quality.use(50);
  const weighing = (weight) => async (level) => ({ size: weight * level.quality });
  for (let turn = 0; turn < 3; turn += 1) await quality.fitted(weighing(30_000));
  assert.equal(LEVELS[quality.level].quality, 0.2);
  for (let turn = 0; turn < 30; turn += 1) await quality.fitted(weighing(6_000));
  assert.equal(LEVELS[quality.level].quality, 0.7);
});

test("what stalls ends two seconds after its last picture, and a new file begins", async () => {
  const { recorder, pieces, run, tick } = recording(new FakePainter(12_000));
  recorder.start();
  await run(0.25, 3.25);
  await tick(20);
  await run(20.25, 22.25);
  await recorder.stop();
  assert.deepEqual(spans(pieces), [[0, 5], [20, 22]]);
});

test("a phone that is turned begins a new file of the other shape", async () => {
  const painter = new FakePainter(12_000);
  const { recorder, pieces, run } = recording(painter);
  recorder.start();
  await run(0.25, 3.25);
  painter.seen = { width: 480, height: 640 };
  await run(3.25, 6.25);
  await recorder.stop();
  assert.deepEqual(spans(pieces), [[0, 3.25], [3.25, 6]]);
});

test("the file begins with its first picture, not with the wait for the camera", async () => {
  const painter = new FakePainter(12_000);
  painter.seen = null;
  const { recorder, pieces, run } = recording(painter);
  recorder.start();
  await run(0.25, 1.5);
  painter.seen = { width: 640, height: 480 };
  await run(1.5, 4.25);
  await recorder.stop();
  assert.deepEqual(spans(pieces), [[1.5, 4]]);
  assert.equal(pictures(pieces[0]), 4);
});

test("a camera without a picture records nothing", async () => {
  const painter = new FakePainter(12_000);
  painter.seen = null;
  const { recorder, pieces, run } = recording(painter);
  recorder.start();
  await run(0.25, 20);
  await recorder.stop();
  assert.deepEqual(pieces, []);
});

test("a camera that was unplugged ends the recording by itself", async () => {
  const painter = new FakePainter(12_000);
  const { recorder, pieces, running, run } = recording(painter);
  recorder.start();
  await run(0.25, 2.25);
  painter.ended = true;
  await run(2.25, 2.75);
  assert.deepEqual(spans(pieces), [[0, 2.25]]);
  assert.equal(running.size, 0);
  assert.equal(recorder.current, null);
});

test("what was taken before an encoder failed is handed on", async () => {
  const painter = new FakePainter(12_000);
  const { recorder, pieces, run } = recording(painter);
  recorder.start();
  await run(0.25, 2.75);
  painter.frame = () => () => Promise.reject(new Error("no picture"));
  await run(2.75, 3.5);
  assert.deepEqual(pieces.map(pictures), [3]);
});

test("pictures keep the camera's shape and are large where their bytes suffice", () => {
  const [low, ordinary] = [budgetOf(60).pixels, budgetOf(160).pixels];
  assert.deepEqual(stillSize({ width: 640, height: 480 }, low), { width: 320, height: 240 });
  assert.deepEqual(stillSize({ width: 640, height: 480 }, ordinary), { width: 480, height: 360 });
  assert.deepEqual(stillSize({ width: 480, height: 640 }, low), { width: 240, height: 320 });
  assert.deepEqual(stillSize({ width: 1280, height: 720 }, low), { width: 370, height: 208 });
  assert.deepEqual(stillSize({ width: 160, height: 120 }, ordinary), { width: 160, height: 120 });
});
