import assert from "node:assert/strict";
import test from "node:test";
import { LineMeter } from "./bitrate.js";
import { FakeApi, subtle } from "./fakes.test.js";
import { Outbox } from "./outbox.js";
import { MemoryStore } from "./store.js";
import { Uploader } from "./uploader.js";

async function sending(...answers) {
  const api = new FakeApi(...answers);
  const seen = { refused: [], states: [], failed: 0 };
  let at = 0;
  const outbox = new Outbox({
    attempt: "a", store: new MemoryStore(), spare: new MemoryStore(), subtle, bytesOf: async (blob) => blob, makeBlob: (parts) => parts,
    now: () => (at += 1), onAdded: () => null, onStoreFailed: () => (seen.failed += 1),
  });
  const uploader = new Uploader({
    outbox, api, wait: () => new Promise(() => null), random: () => 1, meter: new LineMeter(), now: () => 0,
    onChange: (state) => seen.states.push(state), onRefused: (segment, code) => seen.refused.push(segment.id + " " + code),
  });
  uploader.announced = true;
  return { api, outbox, uploader, seen };
}

const piece = { parts: ["x"], type: "video/webm;codecs=vp8", start: 1, end: 9 };

test("a segment is deleted only when the server has it", async () => {
  const { api, outbox, uploader } = await sending({ status: 201 });
  await outbox.add("camera", 2, piece);
  assert.equal(await uploader.step(), 0);
  assert.equal(api.asked[0].path, "segments/camera/2/0");
  assert.deepEqual(api.asked[0].headers, { "Content-Type": "video/webm", "Oes-Sha256": "01ab", "Oes-Start": "1.000", "Oes-End": "9.000" });
  assert.deepEqual(await outbox.all(), []);
});

for (const status of [0, 401, 408, 429, 500, 503]) {
  test("it is kept and tried again after " + status, async () => {
    const { outbox, uploader } = await sending({ status, retryAfter: 7 });
    await outbox.add("camera", 1, piece);
    assert.equal(await uploader.step(), 7000);
    assert.equal((await outbox.waiting()).length, 1);
  });
}

for (const [status, code] of [[409, "different_bytes"], [413, "too_large"], [415, "not_a_recording"], [422, "wrong_hash"]]) {
  test("it is set aside and told after " + code, async () => {
    const { outbox, uploader, seen } = await sending({ status, code });
    await outbox.add("screen", 1, piece);
    assert.equal(await uploader.step(), 0);
    assert.deepEqual(seen.refused, ["a/screen/1/0 " + code]);
    assert.deepEqual([(await outbox.waiting()).length, (await outbox.all()).length], [0, 1]);
  });
}

test("a segment that crossed the attempt's end is announced and sent once more", async () => {
  const closed = { status: 409, code: "closed" };
  const { api, outbox, uploader, seen } = await sending(closed, closed, { status: 200 }, closed);
  await outbox.add("camera", 1, piece);
  await uploader.step();
  await uploader.step();
  const paths = api.asked.map((call) => call.path);
  assert.deepEqual(paths, ["segments/camera/1/0", "manifest", "finish", "segments/camera/1/0"]);
  assert.deepEqual(seen.refused, ["a/camera/1/0 closed"]);
});

test("after a silence it announces before it sends", async () => {
  const { api, outbox, uploader } = await sending({ status: 0 }, { status: 200 }, { status: 201 });
  await outbox.add("camera", 1, piece);
  await uploader.step();
  await uploader.step();
  assert.deepEqual(api.asked.map((call) => call.path), ["segments/camera/1/0", "manifest", "segments/camera/1/0"]);
  assert.deepEqual(api.asked[1].content, { segments: [{ track: "camera", run: 1, sequence: 0, sha256: "01ab", start: 1, end: 9 }] });
});

test("what queues up is announced once, before the page may die with it", async () => {
  const { api, outbox, uploader } = await sending({ status: 201 }, { status: 200 }, { status: 201 }, { status: 201 });
  for (const track of ["camera", "screen"]) await outbox.add(track, 1, piece);
  await uploader.step();
  for (const track of ["camera", "screen", "camera"]) await outbox.add(track, 1, piece);
  await uploader.step();
  await uploader.step();
  const paths = api.asked.map((call) => call.path);
  assert.deepEqual(paths, ["segments/camera/1/0", "manifest", "segments/screen/1/0", "segments/camera/1/1"]);
  assert.equal(api.asked[1].content.segments.length, 4);
});

test("checks go before the rest, the rest oldest first", async () => {
  const { outbox } = await sending({ status: 201 });
  for (const track of ["camera", "screen", "check_start"]) await outbox.add(track, 1, piece);
  assert.deepEqual((await outbox.waiting()).map((segment) => segment.track), ["check_start", "camera", "screen"]);
});

test("what the disk refuses waits in memory", async () => {
  const { outbox, seen } = await sending({ status: 201 });
  outbox.store.putSegment = () => Promise.reject(new Error("quota"));
  await outbox.add("camera", 1, piece);
  assert.equal(seen.failed, 1);
  assert.equal((await outbox.waiting()).length, 1);
});

test("nothing is sent while it is held", async () => {
  const { api, outbox, uploader } = await sending({ status: 201 });
  await outbox.add("camera", 1, piece);
  uploader.hold();
  assert.equal(await uploader.step(), Infinity);
  assert.equal(api.asked.length, 0);
});

/* The connection to a database whose storage was cleared: everything fails from then on. */
function wiped() {
  const gone = () => Promise.reject(new Error("closed"));
  return { putSegment: gone, removeSegment: gone, setAside: gone, segments: gone, bytes: gone };
}

test("a cleared storage costs what was not sent, is told with its facts, and stops nothing", async () => {
  const { api, outbox, uploader } = await sending({ status: 201 });
  const lost = [];
  outbox.onStoreFailed = (error, segments) => lost.push(segments.map((segment) => segment.id));
  await outbox.add("camera", 1, piece);
  await uploader.step();
  await outbox.add("camera", 1, piece);
  outbox.store = wiped();
  await outbox.add("camera", 1, piece);
  assert.deepEqual(lost, [["a/camera/1/1"]]);
  assert.equal(await uploader.step(), 0);
  assert.equal(await uploader.step(), Infinity);
  assert.deepEqual(api.asked.map((call) => call.path), ["segments/camera/1/0", "segments/camera/1/2"]);
});

test("what the disk will not let go of is not sent again", async () => {
  const { api, outbox, uploader } = await sending({ status: 201 });
  await outbox.add("camera", 1, piece);
  outbox.store.removeSegment = () => Promise.reject(new Error("busy"));
  assert.deepEqual([await uploader.step(), await uploader.step(), api.asked.length], [0, Infinity, 1]);
});
