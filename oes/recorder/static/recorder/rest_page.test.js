import assert from "node:assert/strict";
import test from "node:test";
import { LineMeter } from "./bitrate.js";
import { EventQueue } from "./events.js";
import { FakeApi, FakeClock, subtle } from "./fakes.test.js";
import { Outbox } from "./outbox.js";
import { RestPage } from "./rest_page.js";
import { MemoryStore } from "./store.js";
import { Uploader } from "./uploader.js";

async function opened({ answers = [], segments = [], persistent = true, token = true }) {
  const store = new MemoryStore();
  store.persistent = persistent;
  if (token) await store.putToken({ attempt: "a", token: "t", base: "/api/", expires: 1e15 });
  for (const [index, segment] of segments.entries()) {
    await store.putSegment(Object.assign({ id: "a/camera/1/" + index, attempt: "a", track: "camera", run: 1, sequence: index, added: index, type: "video/webm", start: 0, end: 8, sha256: "01ab", aside: "" }, segment), "bytes");
  }
  const api = new FakeApi(...answers);
  const seen = { steps: [], written: {}, hidden: {} };
  const view = {
    show: (step) => seen.steps.push(step), write: (name, value) => (seen.written[name] = value),
    hide: (name, hidden) => (seen.hidden[name] = hidden), sentence: (key) => key,
  };
  const never = () => new Promise(() => null);
  const makeSender = () => {
    const spare = new MemoryStore();
    const outbox = new Outbox({ attempt: "a", store, spare, subtle, bytesOf: async (blob) => blob, makeBlob: (parts) => parts, now: () => 0, onAdded: () => null, onStoreFailed: () => null });
    const events = new EventQueue({ attempt: "a", store, spare, api, clock: new FakeClock(), wallNow: () => new Date(0) });
    return { outbox, events, uploader: new Uploader({ outbox, api, wait: never, random: () => 1, meter: new LineMeter(), now: () => 0, onChange: () => null, onRefused: () => null }) };
  };
  const page = new RestPage({ view, store, makeSender, wait: () => new Promise((resolve) => setTimeout(resolve, 1)) });
  await page.begin();
  return { api, seen, store };
}

test("what is left is announced and sent with its own token, and the page says when it is done", async () => {
  const { api, seen, store } = await opened({ answers: [{ status: 409, code: "closed" }, { status: 201 }], segments: [{}] });
  assert.deepEqual(api.asked.map((call) => call.path), ["manifest", "segments/camera/1/0"]);
  assert.deepEqual(seen.steps, ["sending", "done"]);
  assert.equal(seen.hidden["rest-aside"], true);
  assert.deepEqual(await store.segments("a"), []);
});

test("what had been refused because the exam was over is tried once more", async () => {
  const { api, seen } = await opened({ answers: [{ status: 409 }, { status: 201 }], segments: [{ aside: "closed" }] });
  assert.equal(api.asked.length, 2);
  assert.deepEqual(seen.steps, ["sending", "done"]);
});

test("what the server cannot take is told", async () => {
  const { seen } = await opened({ answers: [{ status: 409 }, { status: 413, code: "too_large" }], segments: [{}] });
  assert.equal(seen.hidden["rest-aside"], false);
});

test("after the days in which it is taken the page says so", async () => {
  const { seen, store } = await opened({ answers: [{ status: 401 }, { status: 401 }], segments: [{}] });
  assert.deepEqual(seen.steps, ["sending", "too_late"]);
  assert.equal((await store.segments("a")).length, 1);
});

test("a browser that holds nothing, and one that lets nothing be read, say so", async () => {
  assert.deepEqual((await opened({})).seen.steps, ["nothing"]);
  assert.deepEqual((await opened({ persistent: false })).seen.steps, ["unreadable"]);
});
