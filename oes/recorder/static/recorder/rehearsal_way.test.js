import assert from "node:assert/strict";
import test from "node:test";
import { FakeApi } from "./fakes.test.js";
import { FrameMeter, batteryOf } from "./rehearsal_measures.js";
import { RehearsalNote } from "./rehearsal_note.js";
import { RehearsalWay } from "./rehearsal_way.js";
import { Steps } from "./steps.js";

/* A page whose time passes with every wait; `sends`: segments that leave the queue a second. */
function page({ camera = true, screen = "monitor", sends = 1, battery, answer, pictures = false } = {}) {
  const seen = { shown: [], opened: "", kept: "", removed: 0, closed: false };
  let at = 0;
  let waiting = [];
  const api = new FakeApi(answer || { status: 201, body: { elapsed_seconds: 0, level: "low", page: "/rehearsal/x/" } });
  const sources = {
    policy: { tiers: ["A", "B", "C"] }, recording: false, surface: screen, hasSound: true,
    has: (kind) => (kind === "camera" ? camera : screen === "monitor"),
    check: async () => null,
    record: () => (sources.recording = true),
    stop: async () => (sources.recording = false),
    close: () => (seen.closed = true), tick: () => null, use: () => null,
  };
  const way = new RehearsalWay({
    api, sources, config: { seconds: 10, secure: true },
    capture: { canRecord: !pictures, pictures, canShareScreen: screen !== "unsupported" },
    device: { failures: { screen: screen === "denied" ? 1 : 0 }, begin: () => null },
    steps: new Steps({ show: (step) => seen.shown.push(step) }),
    clock: { set: () => null }, events: { flush: async () => null, begin: async () => null },
    watchers: { awake: true, start: () => null }, store: { persistent: true }, meter: { kbps: 900 },
    frames: { begin: () => null, perSecond: 9.5 }, note: { keep: (level) => (seen.kept = level) },
    outbox: { waiting: async () => waiting.slice(), remove: async () => (seen.removed += 1) },
    navigator: battery ? { getBattery: async () => battery } : {},
    now: () => at, wallNow: () => at, open: (address) => (seen.opened = address), reload: () => null,
    view: { onClick: () => null, write: () => null, sentence: (key) => key, trouble: (key, text) => seen.shown.push("trouble " + text), calm: () => null },
    wait: async (seconds) => {
      at += seconds * 1000;
      if (sources.recording) waiting.push({ id: at, added: at });
      waiting = waiting.slice(sends);
    },
  });
  way.steps.now = "device";
  return { way, api, seen };
}

const told = (api) => api.asked.find((call) => call.path === "rehearsal").content;

test("it records, tells what was measured, and opens the result", async () => {
  const { way, api, seen } = page({ battery: { level: 0.42, charging: false } });
  await way.rehearse();
  assert.deepEqual(api.asked.map((call) => call.path), ["ready", "start", "rehearsal"]);
  assert.deepEqual(api.asked[0].content, { tier: "A" });
  assert.deepEqual(told(api), {
    seconds: 10, late_seconds: 0, frames_per_second: 9.5, upload_kbps: 900, battery_percent: 42, charging: false, wake_lock: true,
    camera: true, sound: true, screen: "monitor", local_store: true,
  });
  assert.deepEqual([seen.opened, seen.kept, seen.closed], ["/rehearsal/x/", "low", true]);
});

test("an old phone rehearses with pictures", async () => {
  const { way, api } = page({ pictures: true, screen: "unsupported" });
  await way.rehearse();
  assert.deepEqual(api.asked[0].content, { tier: "C" });
});

test("a line that does not keep up is waited for, and then told as late", async () => {
  const { way, api, seen } = page({ sends: 0 });
  await way.rehearse();
  assert.ok(told(api).late_seconds > 8, told(api).late_seconds + " s late");
  assert.ok(seen.removed > 0, "what still waits is of no worth");
  assert.equal(seen.opened, "/rehearsal/x/");
});

test("a device without a camera comes to a result at once", async () => {
  const { way, api } = page({ camera: false, screen: "denied" });
  await way.rehearse();
  assert.deepEqual(api.asked.map((call) => call.path), ["rehearsal"]);
  assert.deepEqual([told(api).camera, told(api).seconds, told(api).screen], [false, 0, "denied"]);
});

test("what was shared, or why not, is told", async () => {
  for (const screen of ["window", "unsupported"]) {
    const { way, api } = page({ screen });
    await way.rehearse();
    assert.equal(told(api).screen, screen);
  }
});

test("a second press while it runs does nothing", async () => {
  const { way, api } = page();
  await Promise.all([way.rehearse(), way.rehearse()]);
  assert.equal(api.asked.filter((call) => call.path === "rehearsal").length, 1);
});

test("without an answer the student can try again, and nothing opens", async () => {
  const { way, seen } = page({ answer: { status: 0 } });
  await way.rehearse();
  assert.deepEqual([seen.opened, seen.shown], ["", ["rehearse", "trouble unreachable"]]);
});

test("frames are those shown since the beginning", () => {
  let at = 0;
  const quality = { totalVideoFrames: 100, droppedVideoFrames: 0 };
  const meter = new FrameMeter({ video: { getVideoPlaybackQuality: () => quality }, now: () => at });
  assert.equal(meter.perSecond, null);
  meter.begin();
  at = 10000;
  Object.assign(quality, { totalVideoFrames: 200, droppedVideoFrames: 20 });
  assert.equal(meter.perSecond, 8);
});

test("a browser that counts no frames says nothing", () => {
  for (const video of [{}, { getVideoPlaybackQuality: () => ({ totalVideoFrames: 0, droppedVideoFrames: 0 }) }]) {
    const meter = new FrameMeter({ video, now: () => 5 });
    meter.begin();
    assert.equal(meter.perSecond, null);
  }
});

test("the battery is never required", async () => {
  const nothing = { percent: null, charging: null };
  assert.deepEqual(await batteryOf({}), nothing);
  assert.deepEqual(await batteryOf({ getBattery: () => Promise.reject(new Error("no")) }), nothing);
});

test("an exam begins at the level of a recent rehearsal in this browser", () => {
  const kept = new Map();
  const localStorage = { getItem: (name) => kept.get(name) || null, setItem: (name, value) => kept.set(name, value) };
  let at = 0;
  const note = new RehearsalNote({ window: { localStorage }, now: () => at });
  assert.equal(note.level(), "normal");
  note.keep("low");
  assert.deepEqual([note.level(), note.weak()], ["low", false]);
  note.keep("low", true);
  note.keep("normal");
  assert.deepEqual([note.level(), note.weak()], ["normal", true], "a recording does not forget a slow device");
  note.keep("low", false);
  assert.deepEqual([note.level(), note.weak()], ["low", false]);
  at = 15 * 24 * 3600 * 1000;
  assert.equal(note.level(), "normal");
  kept.set("oes-rehearsal", "{broken");
  assert.equal(note.level(), "normal");
  assert.equal(new RehearsalNote({ window: {}, now: () => 0 }).level(), "normal");
});
