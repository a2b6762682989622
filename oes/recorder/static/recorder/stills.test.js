import assert from "node:assert/strict";
import test from "node:test";
import { LEVELS, Quality, STILLS_KBPS, StillsRecorder, stillSize } from "./stills.js";
import { FakeClock } from "./fakes.test.js";
import { RotatingRecorder } from "./rotate.js";

/* A camera whose pictures weigh `weight` bytes at quality 1, four times less at half the size. */
class FakePainter {
  constructor(weight) {
    this.weight = weight;
    this.shape = { width: 320, height: 240 };
    this.ended = false;
    this.painted = 0;
  }

  size() {
    return this.shape;
  }

  frame() {
    this.painted += 1;
    return async ({ quality, shrink }) => ({ size: Math.round((this.weight * quality) / shrink) });
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const total = (parts) => parts.reduce((sum, part) => sum + (part.size || part.byteLength), 0);

function recording(painter, { seconds = 8 } = {}) {
  const clock = new FakeClock();
  const pieces = [];
  const running = new Set();
  const quality = new Quality(STILLS_KBPS);
  const now = () => clock.at * 1000;
  const makeBlob = (parts) => ({ size: total(parts), parts });
  const onStart = (recorder) => running.add(recorder);
  const onStop = (recorder) => running.delete(recorder);
  const make = () => new StillsRecorder({ painter, quality, now, makeBlob, onStart, onStop });
  const recorder = new RotatingRecorder({ make, clock, seconds, onSegment: async (piece) => pieces.push(piece) });
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

for (const weight of [4_000, 12_000, 40_000, 200_000]) {
  test("at most 50 kbit/s where a picture of full quality has " + weight + " bytes", async () => {
    const { recorder, pieces, run } = recording(new FakePainter(weight), { seconds: 4 });
    recorder.start();
    await run(0.25, 40.25);
    await recorder.stop();
    const bits = pieces.reduce((sum, piece) => sum + 8 * piece.parts[0].size, 0);
    assert.ok(bits / 40 <= 50_000, String(bits / 40));
    pieces.forEach((piece) => assert.ok((8 * piece.parts[0].size) / (piece.end - piece.start) <= 50_000));
  });
}

test("quality rises again once the pictures have room", async () => {
  const quality = new Quality(STILLS_KBPS);
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
  painter.shape = { width: 240, height: 320 };
  await run(3.25, 6.25);
  await recorder.stop();
  assert.deepEqual(spans(pieces), [[0, 3.25], [3.25, 6]]);
});

test("the file begins with its first picture, not with the wait for the camera", async () => {
  const painter = new FakePainter(12_000);
  painter.shape = null;
  const { recorder, pieces, run } = recording(painter);
  recorder.start();
  await run(0.25, 1.5);
  painter.shape = { width: 320, height: 240 };
  await run(1.5, 4.25);
  await recorder.stop();
  assert.deepEqual(spans(pieces), [[1.5, 4]]);
  assert.equal(pictures(pieces[0]), 4);
});

test("a camera without a picture records nothing", async () => {
  const painter = new FakePainter(12_000);
  painter.shape = null;
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

test("pictures keep the camera's shape and have about 77 thousand pixels", () => {
  assert.deepEqual(stillSize(640, 480), { width: 320, height: 240 });
  assert.deepEqual(stillSize(480, 640), { width: 240, height: 320 });
  assert.deepEqual(stillSize(1280, 720), { width: 370, height: 208 });
  assert.deepEqual(stillSize(160, 120), { width: 160, height: 120 });
});
