import assert from "node:assert/strict";
import test from "node:test";
import { BreakStep } from "./break_step.js";
import { FakeApi } from "./fakes.test.js";

const paused = { status: 200, body: { state: "paused", break: { left: 1, seconds: 600, on: true } } };
const resumed = { status: 200, body: { state: "started", address: "https://exam", break: { left: 1, seconds: 300, on: false } } };

function step(...answers) {
  const log = [];
  const texts = {};
  const hidden = {};
  const time = { ms: 0 };
  const view = {
    onClick: () => null, id: () => ({ focus: () => null }), sentence: (key) => key, calm: () => null,
    hide: (name, is) => (hidden[name] = is), write: (name, text) => (texts[name] = text),
    preview: (stream) => log.push(stream ? "preview" : "no preview"), trouble: (key, sentence) => log.push(sentence),
  };
  const sources = {
    stop: async () => log.push("stop"), close: () => log.push("close"),
    openScreen: async () => log.push("screen"), openCamera: async () => log.push("camera") && "stream",
  };
  const api = new FakeApi(...answers);
  const page = { title: "Exam" };
  const rest = new BreakStep({
    view, sources, api, page, capture: { canShareScreen: true }, now: () => time.ms, ring: () => log.push("ring"), tier: () => "A",
    marks: { recording: (on) => log.push("recording " + on) }, onBreak: () => log.push("break"), onBack: () => log.push("record"),
    onEntrance: (entrance) => log.push(entrance.address),
  });
  return { rest, log, texts, hidden, time, page, api };
}

test("a break begins when the server says yes: camera and screen go off", async () => {
  const { rest, log, texts } = step(paused);
  await rest.take();
  assert.deepEqual(log, ["break", "recording false", "stop", "close", "no preview"]);
  assert.equal(texts["break-text"], "break_on");
});

test("without an answer, or without a break left, nothing stops", async () => {
  const { rest, log } = step({ status: 0 }, { status: 409, code: "no_break" });
  await rest.take();
  await rest.take();
  assert.deepEqual(log, ["break_failed", "break_none"]);
});

test("a break whose answer was lost is found by the next poll", async () => {
  const { rest, log } = step({ status: 0 });
  await rest.take();
  await rest.heard(paused.body, "exam");
  assert.ok(log.includes("stop"));
});

test("the end of the granted time is told once, kindly", async () => {
  const { rest, log, texts, hidden, time, page } = step(paused);
  await rest.take();
  time.ms = 590_000;
  rest.tick();
  assert.equal(texts["break-left"], "0:10");
  time.ms = 601_000;
  rest.tick();
  rest.tick();
  assert.deepEqual([texts["break-text"], hidden["break-left-box"], page.title], ["break_over", true, "break_title"]);
  assert.equal(log.filter((one) => one === "ring").length, 1);
});

test("who comes back records at once, and the server hears of it", async () => {
  const { rest, log, page, api } = step(paused, resumed);
  await rest.take();
  log.length = 0;
  rest.over();
  await rest.back();
  assert.deepEqual(log, ["ring", "screen", "camera", "preview", "record", "https://exam"]);
  assert.equal(page.title, "Exam");
  assert.deepEqual(api.asked.map((one) => one.path), ["pause", "resume"]);
});

test("a return that the server did not hear is told again, and no new break begins", async () => {
  const { rest, log } = step(paused, { status: 0 }, resumed);
  await rest.take();
  await rest.back();
  log.length = 0;
  await rest.heard(paused.body, "exam");
  assert.deepEqual(log, ["https://exam"]);
});

test("breaks are offered while some are left", () => {
  const { rest, hidden } = step(paused);
  rest.heard({ state: "started", break: { left: 2, seconds: 900, on: false } }, "exam");
  assert.equal(hidden["exam-break-box"], false);
  rest.heard({ state: "started", break: { left: 0, seconds: 0, on: false } }, "exam");
  assert.equal(hidden["exam-break-box"], true);
  rest.heard({ state: "started", break: null }, "exam");
  assert.equal(hidden["exam-break-box"], true);
});
