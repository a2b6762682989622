import assert from "node:assert/strict";
import test from "node:test";
import { ExtensionLink } from "./extension_link.js";
import { ExtensionStep } from "./extension_step.js";
import { FakeApi } from "./fakes.test.js";

const GIVEN = { status: 200, body: { token: "t", hosts: ["tests.example"], expires_in_seconds: 60 } };
const never = () => new Promise(() => null);

function step({ mode = "required", answers = {} } = {}) {
  const seen = { facts: [], troubles: [], asked: [], opened: [], changed: 0, calm: 0, clicks: {}, ticks: [] };
  const view = {
    sentence: (key) => key, hide: (name, hidden) => (seen.hidden = hidden), onClick: (name, call) => (seen.clicks[name] = call),
    fact: (name, state, sentence, action) => seen.facts.push([state, sentence, action]),
    trouble: (key, sentence, label) => seen.troubles.push([sentence, label]), calm: () => (seen.calm += 1),
  };
  const link = { ask: async (message) => { seen.asked.push(message); return answers[message.oes] || null; } };
  const api = new FakeApi(GIVEN);
  const ticker = { every: (seconds, now, call) => seen.ticks.push(call) };
  const window = { open: (page) => seen.opened.push(page) };
  const config = { mode, page: "/extension/", language: "kk" };
  const made = new ExtensionStep({ view, link, api, attempt: "a", config, ticker, now: () => 0, window, onChange: () => (seen.changed += 1) });
  return { made, seen, api, answers };
}

test("rules without it ask for nothing", async () => {
  const { made, seen } = step({ mode: "off" });
  await made.begin();
  await made.start();
  made.stop();
  assert.deepEqual([made.complete, seen.hidden, seen.asked], [true, true, []]);
});

test("required and missing blocks with a reason and a way to get it", async () => {
  const { made, seen } = step();
  await made.begin();
  assert.equal(made.complete, false);
  assert.deepEqual(seen.facts.pop(), ["bad", "extension_required", "extension_get"]);
  seen.clicks["fact-extension-action"]();
  assert.deepEqual(seen.opened, ["/extension/"]);
});

test("optional and missing is said, and blocks nothing", async () => {
  const { made, seen } = step({ mode: "optional" });
  await made.begin();
  assert.equal(made.complete, true);
  assert.deepEqual(seen.facts.pop(), ["note", "extension_optional", "extension_get"]);
  await made.start();
  seen.ticks[1]();
  assert.deepEqual([seen.troubles, seen.asked.length], [[], 2]);
});

test("the permission is asked for on the extension's page, and noticed when it is there", async () => {
  const { made, seen, answers } = step({ answers: { hello: { state: "asks" } } });
  await made.begin();
  await seen.clicks["fact-extension-action"]();
  assert.deepEqual(seen.asked.pop(), { oes: "allow", language: "kk" });
  answers.hello = { state: "ready" };
  await seen.ticks[0]();
  assert.deepEqual([made.complete, seen.facts.pop()], [true, ["good", "extension_good", undefined]]);
});

test("after OK it is handed its token, and stopped at the end", async () => {
  const hello = { state: "ready", origin: "chrome-extension://x" };
  const { made, seen, api } = step({ answers: { hello, start: { state: "running" } } });
  await made.start();
  assert.deepEqual(api.asked[0].content, { origin: "chrome-extension://x" });
  const started = { oes: "start", attempt: "a", token: "t", hosts: ["tests.example"], seconds: 60, language: "kk" };
  assert.deepEqual(seen.asked.pop(), started);
  made.stop();
  made.stop();
  assert.deepEqual(seen.asked.filter((one) => one.oes === "stop"), [{ oes: "stop", attempt: "a" }]);
});

test("one that has gone is told on the page; one that is back goes on", async () => {
  const hello = { state: "running", origin: "chrome-extension://x" };
  const { made, seen, answers, api } = step({ answers: { hello, start: { state: "running" } } });
  await made.start();
  await made.ping();
  assert.deepEqual(seen.troubles.pop(), ["extension_ended", "try_again"]);
  answers.ping = { state: "asks" };
  await made.ping();
  assert.deepEqual(seen.troubles.pop(), ["extension_asks_again", "extension_allow"]);
  answers.ping = { state: "ready", attempt: "", origin: "chrome-extension://x" };
  await made.ping();
  answers.ping = { state: "running", attempt: "a", needsToken: true, origin: "chrome-extension://x" };
  await made.ping();
  assert.equal(api.asked.length, 3);
});

function page() {
  const listeners = [];
  const posted = [];
  const window = {
    location: { origin: "https://oes" }, addEventListener: (name, call) => listeners.push(call),
    postMessage: (message, origin) => posted.push([message, origin]),
  };
  return { window, posted, say: (event) => listeners.forEach((call) => call(Object.assign({ source: window, origin: "https://oes" }, event))) };
}

test("Chromium: every known id is called, and one that is not there is no error", async () => {
  const { window } = page();
  const runtime = {
    sendMessage: (id, message, answer) => {
      runtime.lastError = id === "here" ? undefined : { message: "no receiver" };
      answer(id === "here" ? { state: "ready" } : undefined);
    },
  };
  const link = new ExtensionLink({ window, runtime, ids: ["gone", "here"], wait: never });
  assert.deepEqual(await link.ask({ oes: "hello" }), { state: "ready" });
  assert.equal(await new ExtensionLink({ window, runtime, ids: ["gone"], wait: never }).ask({ oes: "hello" }), null);
});

test("Firefox: the bridge answers in this page; others are not heard", async () => {
  const { window, posted, say } = page();
  const link = new ExtensionLink({ window, runtime: undefined, ids: [], wait: never });
  const asked = link.ask({ oes: "hello" });
  assert.deepEqual(posted, [[{ oesTo: "extension", number: 1, message: { oes: "hello" } }, "https://oes"]]);
  const data = (state) => ({ oesFrom: "extension", number: 1, answer: { state } });
  say({ origin: "https://evil", data: data("evil") });
  say({ source: {}, data: data("frame") });
  say({ data: data("ready") });
  assert.deepEqual(await asked, { state: "ready" });
});

test("nobody answers: that is no extension", async () => {
  const { window } = page();
  assert.equal(await new ExtensionLink({ window, runtime: undefined, ids: [], wait: async () => null }).ask({ oes: "hello" }), null);
});
