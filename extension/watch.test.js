import assert from "node:assert/strict";
import test from "node:test";
import { Watch } from "./watch.js";

const EXAM = "https://tests.example.kz/q";
const START = { attempt: "a", token: "t", hosts: ["tests.example.kz"], seconds: 3600, language: "kk" };

/* A browser with a disk: `background()` begins a new life of the extension on the same disk. */
class Browser {
  constructor() {
    Object.assign(this, { disk: new Map(), granted: true, url: EXAM, focused: true, at: 0, sent: [], status: 200, running: true, alarms: 0 });
  }

  background() {
    const store = {
      get: async (name) => this.disk.has(name) ? JSON.parse(this.disk.get(name)) : undefined,
      set: async (name, value) => void this.disk.set(name, JSON.stringify(value)),
      remove: async (name) => void this.disk.delete(name),
    };
    const permission = { has: async () => this.granted, giveBack: async () => void (this.granted = false) };
    const alarm = { set: () => (this.alarms = 1), clear: () => (this.alarms = 0) };
    const send = async (batch, token) => {
      if (this.status === 200) this.sent.push(...batch.events.map((one) => Object.assign({ token, page: batch.page_key }, one)));
      return { status: this.status, running: this.running };
    };
    const see = async () => ({ focused: this.focused, tab: { url: this.url, status: "complete" } });
    const keys = () => "key" + (this.keys = (this.keys || 0) + 1);
    return new Watch({
      store, permission, alarm, send, see, newKey: keys, now: () => this.at, wall: () => 1e12 + this.at,
      wait: async (milliseconds) => { this.at += milliseconds; }, origin: "https://oes.example.kz", own: "chrome-extension://abc/",
    });
  }

  get told() {
    return this.sent.filter((one) => one.kind !== "heartbeat").map((one) => one.detail ? one.kind + " " + one.detail : one.kind);
  }
}

/* Waits for a step and for what it sends. */
async function done(watch, step, ...told) {
  await watch[step](...told);
  await watch.flushed;
}

test("without an attempt nothing is seen and nothing is told", async () => {
  const browser = new Browser();
  const watch = browser.background();
  browser.url = "https://other.example/";
  await done(watch, "look");
  await done(watch, "tick");
  assert.deepEqual([browser.sent, browser.granted, browser.alarms], [[], false, 0]);
});

test("a switch is told with the host, the way back without", async () => {
  const browser = new Browser();
  const watch = browser.background();
  await done(watch, "start", START);
  browser.url = "https://web.telegram.org/k/#@friend";
  await done(watch, "look");
  browser.url = "https://example.com/";
  await done(watch, "look");
  browser.focused = false;
  await done(watch, "look");
  Object.assign(browser, { url: EXAM, focused: true });
  await done(watch, "look");
  assert.deepEqual(browser.told, ["started", "left web.telegram.org", "left example.com", "left", "returned"]);
});

test("who is back at once has not left", async () => {
  const browser = new Browser();
  const watch = browser.background();
  await done(watch, "start", START);
  browser.focused = false;
  watch.wait = async () => (browser.focused = true);
  await done(watch, "look");
  assert.deepEqual(browser.told, ["started"]);
});

test("the browser ends the background: nothing is lost, numbering and page go on", async () => {
  const browser = new Browser();
  await done(browser.background(), "start", START);
  browser.status = 0;
  browser.url = "https://example.com/";
  await done(browser.background(), "look");
  browser.at += 20000;
  browser.status = 200;
  browser.url = EXAM;
  await done(browser.background(), "tick");
  assert.deepEqual(browser.told, ["started", "left example.com", "returned"]);
  assert.deepEqual(browser.sent.map((one) => one.sequence), [0, 1, 2, 3, 4]);
  assert.equal(new Set(browser.sent.map((one) => one.page)).size, 1);
  const left = browser.sent.find((one) => one.kind === "left");
  assert.equal(left.age_ms, 20250);
});

test("signs of life come every ten seconds, however often it is woken", async () => {
  const browser = new Browser();
  const watch = browser.background();
  await done(watch, "start", START);
  for (let seconds = 0; seconds < 60; seconds += 2.5) {
    browser.at += 2500;
    await done(watch, "tick");
  }
  assert.equal(browser.sent.filter((one) => one.kind === "heartbeat").length, 7);
});

test("without the permission it claims no life", async () => {
  const browser = new Browser();
  const watch = browser.background();
  await done(watch, "start", START);
  const before = browser.sent.length;
  browser.granted = false;
  browser.at += 30000;
  await done(watch, "tick");
  assert.equal(browser.sent.length, before);
  assert.equal((await watch.hello()).state, "asks");
});

test("the end gives the permission back at once and forgets all when the rest is told", async () => {
  const browser = new Browser();
  const watch = browser.background();
  await done(watch, "start", START);
  browser.status = 503;
  await done(watch, "stop", "a");
  assert.deepEqual([browser.granted, browser.disk.has("state")], [false, true]);
  browser.status = 200;
  await done(watch, "tick");
  assert.deepEqual([browser.told, browser.disk.size, browser.alarms], [["started", "stopped"], 0, 0]);
});

test("another attempt's page cannot stop it", async () => {
  const browser = new Browser();
  const watch = browser.background();
  await done(watch, "start", START);
  await done(watch, "stop", "b");
  assert.deepEqual([browser.told, browser.granted], [["started"], true]);
});

test("an attempt that ended elsewhere ends the watch", async () => {
  const browser = new Browser();
  const watch = browser.background();
  await done(watch, "start", START);
  browser.running = false;
  browser.at += 10000;
  await done(watch, "tick");
  assert.deepEqual([browser.granted, browser.disk.has("state")], [false, false]);
});

test("a refused token waits for a new one from the page", async () => {
  const browser = new Browser();
  const watch = browser.background();
  await done(watch, "start", START);
  browser.status = 401;
  browser.url = "https://example.com/";
  await done(watch, "look");
  assert.equal((await watch.hello()).needsToken, true);
  browser.status = 200;
  await done(watch, "start", Object.assign({}, START, { token: "new" }));
  assert.deepEqual(browser.told, ["started", "left example.com"]);
  assert.equal(browser.sent.at(-1).token, "new");
});

test("it ends by itself when the time of the exam is over", async () => {
  const browser = new Browser();
  const watch = browser.background();
  await done(watch, "start", START);
  browser.at += 3601 * 1000;
  await done(watch, "tick");
  assert.deepEqual([browser.granted, browser.disk.has("state"), browser.alarms], [false, false, 0]);
});

test("a permission that no exam followed is given back", async () => {
  const browser = new Browser();
  const watch = browser.background();
  await watch.granted();
  browser.at += 20 * 60 * 1000;
  await done(watch, "tick");
  assert.equal(browser.granted, true);
  browser.at += 20 * 60 * 1000;
  await done(watch, "tick");
  assert.equal(browser.granted, false);
});
