import assert from "node:assert/strict";
import test from "node:test";
import { BitrateChoice, LineMeter, heldBack } from "./bitrate.js";

const KBPS = { normal: { camera: 184, screen: 64 }, low: { camera: 60, screen: 30 } };
const CONTAINER = 1.05;

/* A recorder and a line, second by second: 8 s segments of two tracks, one upload at a time, a look every 4 s.
   `line`: kbit/s at a second. Returns what became of it. */
function simulated({ line, seconds }) {
  const choice = new BitrateChoice("normal");
  const meter = new LineMeter();
  const waiting = [];
  const changes = [];
  let recorded = 0;
  let sent = 0;
  let upload = null;
  for (let at = 1; at <= seconds; at += 1) {
    if (at % 8 === 0) {
      Object.keys(KBPS.normal).forEach((track) => waiting.push({ added: at, bits: KBPS[choice.level][track] * 8 * 1000 * CONTAINER }));
      recorded += 2;
    }
    for (let left = line(at) * 1000; left > 0 && waiting.length; ) {
      upload = upload || { bits: waiting[0].bits, total: waiting[0].bits, milliseconds: 0 };
      const part = Math.min(left, upload.bits);
      upload.bits -= part;
      left -= part;
      upload.milliseconds += (part / (line(at) * 1000)) * 1000;
      if (upload.bits > 0) continue;
      meter.add(upload.total / 8, upload.milliseconds);
      waiting.shift();
      sent += 1;
      upload = null;
    }
    if (at % 4 === 0) {
      const late = waiting.length ? at - waiting[0].added : 0;
      if (choice.observe({ at, late, lineKbps: meter.kbps, normalKbps: 248 })) changes.push([choice.level, at]);
    }
  }
  return { choice, changes, recorded, sent, waiting: waiting.length, late: waiting.length ? seconds - waiting[0].added : 0 };
}

test("a line of 1 Mbit/s is never lowered", () => {
  assert.deepEqual(simulated({ line: () => 1000, seconds: 3600 }).changes, []);
});

test("at 256 kbit/s an hour settles at the low level, and all of it arrives in time", () => {
  const end = simulated({ line: () => 256, seconds: 3600 });
  assert.deepEqual(end.changes.map(([level]) => level), ["low"]);
  assert.equal(end.sent + end.waiting, end.recorded);
  assert.ok(end.late <= 8, end.late + " s late at the end");
});

test("at 64 kbit/s it stays low, nothing is dropped and the rest waits", () => {
  const end = simulated({ line: () => 64, seconds: 3600 });
  assert.deepEqual(end.changes.map(([level]) => level), ["low"]);
  assert.equal(end.sent + end.waiting, end.recorded);
  assert.ok(end.changes[0][1] <= 60, "lowered after " + end.changes[0][1] + " s");
});

test("it goes up again when the line has recovered", () => {
  const end = simulated({ line: (at) => (at > 300 && at < 600 ? 100 : 2000), seconds: 1800 });
  assert.deepEqual(end.changes.map(([level]) => level), ["low", "normal"]);
  assert.ok(end.changes[1][1] < 900, "raised at " + end.changes[1][1]);
  assert.ok(end.waiting <= 2, "only what was recorded this second");
});

test("a line that comes and goes every two minutes does not flap", () => {
  const end = simulated({ line: (at) => (at % 240 < 120 ? 2000 : 90), seconds: 3 * 3600 });
  assert.ok(end.changes.length <= 16, end.changes.length + " changes in three hours");
  assert.equal(end.sent + end.waiting, end.recorded);
});

test("a short break of the line changes nothing", () => {
  assert.deepEqual(simulated({ line: (at) => (at > 100 && at < 120 ? 0 : 2000), seconds: 600 }).changes, []);
});

test("the line's speed is that of the last uploads", () => {
  const meter = new LineMeter();
  assert.equal(meter.kbps, null);
  meter.add(1000000, 1);
  for (let upload = 0; upload < 8; upload += 1) meter.add(32000, 1000);
  assert.equal(meter.kbps, 256);
});

test("the screen gives way first, the camera before a minute is full, both come back at half", () => {
  const steps = [0, 32, 40, 48, 52, 56, 30, 24, 18].reduce(
    (rows, seconds) => rows.concat([heldBack(seconds, rows[rows.length - 1], 8)]), [{ camera: false, screen: false }]);
  const shown = steps.slice(1).map(({ camera, screen }) => (camera ? "camera " : "") + (screen ? "screen" : ""));
  assert.deepEqual(shown, ["", "", "screen", "screen", "camera screen", "camera screen", "camera screen", "screen", ""]);
});
