import assert from "node:assert/strict";
import test from "node:test";
import { PhoneTry } from "./phone_try.js";

function trying({ status = 200 } = {}) {
  const shown = {};
  const sent = [];
  const clock = { now: 0 };
  const server = { heard: false, exam_started: false };
  const clicks = {};
  const view = {
    onClick: (name, call) => (clicks[name] = call), hide: (name, hidden) => (shown[name] = !hidden),
    write: (name, text) => (shown[name + "-text"] = text), sentence: (key) => key,
  };
  const frame = { loads: 0, acknowledged: false, use: () => null, open: () => null, close: () => (frame.closed = true) };
  const ticks = [];
  const post = async (what, body) => {
    sent.push([what, body]);
    return { ok: status === 200, status, body: Object.assign({}, server) };
  };
  const phone = new PhoneTry({
    view, frame, post, now: () => clock.now, ticker: { every: (seconds, now, call) => ticks.push(call) },
    layer: { open: () => null, close: () => null }, back: { on: () => null, off: () => null },
  });
  phone.begin({});
  const load = (answers) => {
    frame.loads += 1;
    frame.acknowledged = answers;
    phone.loaded();
    if (answers) phone.answered();
  };
  const wait = (seconds) => {
    clock.now += seconds * 1000;
    return ticks[0]();
  };
  const results = () => sent.filter(([what]) => what === "finish").map(([, body]) => body);
  return { phone, shown, load, wait, server, clicks, results, frame };
}

test("the exam's own word from a page after the sign-in proves it", async () => {
  const one = trying();
  one.load(true);
  await one.wait(2);
  assert.deepEqual(one.results(), []);
  one.load(true);
  one.server.exam_started = true;
  await one.wait(2);
  assert.deepEqual(one.results(), [{ result: "possible", loads: 2, by_hand: false }]);
  assert.deepEqual([one.shown["result-possible"], one.shown.try, one.frame.closed], [true, false, true]);
});

test("the same word from the first page proves nothing", async () => {
  const one = trying();
  one.load(true);
  one.server.exam_started = true;
  await one.wait(2);
  one.load(true);
  await one.wait(10);
  assert.deepEqual([one.results(), one.shown["try-text-text"], one.shown["try-signed-in"]], [[], "try_early", true]);
});

test("a frame that stays silent is asked about, and is refused framing", async () => {
  const one = trying();
  one.load(false);
  await one.wait(10);
  assert.equal(one.shown["try-silent"], false);
  await one.wait(11);
  assert.equal(one.shown["try-silent"], true);
  await one.clicks["try-blank"]();
  assert.equal(one.results()[0].result, "refused");
});

test("a page without the script may be the sign-in's only", async () => {
  const one = trying();
  one.load(false);
  await one.wait(21);
  one.clicks["try-there"]();
  assert.deepEqual([one.shown["try-silent"], one.shown["try-text-text"]], [false, "try_sign_in"]);
  one.load(true);
  one.server.exam_started = true;
  await one.wait(2);
  assert.equal(one.results()[0].result, "possible");
});

test("the sign-in that comes again has lost its cookies", async () => {
  const one = trying();
  one.load(true);
  one.load(true);
  await one.wait(9);
  assert.equal(one.shown["try-signed-in"], true);
  await one.clicks["try-again"]();
  assert.equal(one.results()[0].result, "lost_cookies");
});

test("a person may say that the sign-in holds, where the page they see answers", async () => {
  const answers = trying();
  answers.load(true);
  answers.load(true);
  await answers.clicks["try-signed"]();
  assert.deepEqual(answers.results(), [{ result: "possible", loads: 2, by_hand: true }]);
  const silent = trying();
  silent.load(true);
  silent.load(false);
  await silent.clicks["try-signed"]();
  assert.equal(silent.results()[0].result, "no_script");
});

test("a frame that is led elsewhere is told, other rules are not", async () => {
  const one = trying();
  one.phone.refused("img-src");
  assert.deepEqual(one.results(), []);
  await one.phone.refused("frame-src");
  assert.equal(one.results()[0].result, "other_address");
});

test("a try whose time is over says so, and one without an answer can be asked again", async () => {
  const over = trying({ status: 401 });
  await over.wait(2);
  assert.deepEqual([over.shown["result-over"], over.shown["result-over-text"]], [true, "try_over"]);
  const silent = trying({ status: 503 });
  silent.load(true);
  silent.load(true);
  await silent.clicks["try-again"]();
  await silent.clicks["try-again"]();
  assert.deepEqual([silent.results().length, silent.shown["try-text-text"]], [2, "try_failed"]);
});
