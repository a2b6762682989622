import assert from "node:assert/strict";
import test from "node:test";
import { FakeClock, FakeRecorder, subtle } from "./fakes.test.js";
import { LineMeter } from "./bitrate.js";
import { Outbox } from "./outbox.js";
import { Pace, secondsOf } from "./pace.js";
import { Sources } from "./sources.js";
import { MemoryStore } from "./store.js";

const POLICY = { camera_kbps: 160, sound_kbps: 24, screen_kbps: 64, segment_seconds: 8, low: { camera_kbps: 60, sound_kbps: 0, screen_kbps: 30 } };

const ROOMY = { pressure: "", look: async () => "" };

function stream() {
  const track = { kind: "video", readyState: "live", addEventListener: () => null, stop: () => null };
  return { getTracks: () => [track], getVideoTracks: () => [track], getAudioTracks: () => [] };
}

/* A page without IndexedDB whose uploads are blocked: real outbox, sources and pace around fake recorders. */
async function page() {
  const clock = new FakeClock();
  const told = [];
  const asked = [];
  const events = { add: (kind, detail) => told.push(kind + " " + detail) };
  const wallNow = () => clock.at * 1000;
  const outbox = new Outbox({
    attempt: "a", store: new MemoryStore(), spare: new MemoryStore(), subtle, bytesOf: async (blob) => blob, makeBlob: (parts) => parts,
    now: wallNow, onAdded: () => null, onStoreFailed: () => null,
  });
  const capture = { tick: () => null, recorderFor: (source, video, sound) => (asked.push([video, sound]), new FakeRecorder()) };
  const sources = new Sources({ capture, clock, events, outbox, wait: () => new Promise(() => null), onEnded: () => null });
  sources.use({ run: 1, policy: POLICY });
  sources.take("camera", stream());
  sources.take("screen", stream());
  sources.record();
  const held = [];
  const levels = [];
  const pace = new Pace({ outbox, sources, events, meter: new LineMeter(), disk: ROOMY, now: wallNow, wallNow, onHeld: (now) => held.push(Object.assign({}, now)), onLevel: (level) => levels.push(level), onLastRoom: () => null });
  const pass = async (seconds) => {
    for (let end = clock.at + seconds; clock.at < end; ) {
      clock.at += 1;
      sources.tick();
      await new Promise((resolve) => setTimeout(resolve, 0));
      await pace.look();
    }
  };
  return { clock, told, asked, outbox, sources, held, levels, pace, pass };
}

test("without a disk and without a line it keeps a minute, then tells of the gap", async () => {
  const { told, outbox, sources, held, pass } = await page();
  await pass(120);
  const kept = await outbox.inMemory();
  assert.ok(secondsOf(kept) <= 60, secondsOf(kept) + " s in memory");
  assert.ok(secondsOf(kept) >= 48);
  assert.deepEqual(told, ["bitrate_lowered low", "storage_full screen", "storage_full camera"]);
  assert.deepEqual([sources.running().length, held.length], [0, 2]);
  const sequences = kept.filter((row) => row.track === "camera").map((row) => row.sequence);
  assert.deepEqual(sequences, sequences.map((_, index) => index), "no hole in what was kept");
});

test("it goes on recording when memory is free again, and no sequence is lost", async () => {
  const { told, outbox, sources, pass } = await page();
  await pass(120);
  for (const row of await outbox.waiting()) await outbox.remove(row.id);
  await pass(20);
  assert.deepEqual(told.slice(3), ["storage_free screen", "storage_free camera"]);
  assert.equal(sources.running().length, 2);
  const rows = (await outbox.waiting()).filter((row) => row.track === "camera");
  assert.ok(rows.length >= 2 && rows[0].start >= 120, "recording began anew");
});

test("the next segments of the low level are smaller and without sound", async () => {
  const { asked, levels, pass } = await page();
  await pass(60);
  assert.deepEqual(levels, ["low"], "kept for a reload");
  assert.deepEqual(asked.slice(0, 2), [[160, 24], [64, 24]]);
  assert.ok(asked.some(([video, sound]) => video === 60 && sound === 0));
});

test("a low rehearsal starts low, and says so once", async () => {
  const { told, sources } = await page();
  const events = { add: (kind, detail) => told.push(kind + " " + detail) };
  const pace = new Pace({ outbox: null, sources, events, meter: new LineMeter(), disk: ROOMY, now: () => 0, wallNow: () => 0, onHeld: () => null, onLevel: () => null, onLastRoom: () => null });
  pace.begin("low");
  pace.begin("low");
  assert.deepEqual([told, sources.level], [["bitrate_lowered low"], "low"]);
});

test("a disk that fills lowers the bitrate, then asks the student, and takes both back", async () => {
  const { told, levels, pace, pass } = await page();
  const asked = [];
  const says = ["short", "short", "last", "", ""];
  pace.onLastRoom = (minutes) => asked.push(minutes);
  pace.disk = { pressure: "", minutes: 4, look: async () => (pace.disk.pressure = says.shift() || "") };
  await pass(5);
  assert.deepEqual(told, ["storage_short 4 min", "bitrate_lowered low", "storage_short 4 min", "storage_enough "]);
  assert.deepEqual([levels, asked], [["low"], [null, 4, null]]);
});
