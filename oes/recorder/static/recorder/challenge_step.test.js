import assert from "node:assert/strict";
import test from "node:test";
import { ChallengeStep } from "./challenge_step.js";
import { FakeApi } from "./fakes.test.js";
import { LiveRequest } from "./live_request.js";

const drawn = (left) => ({ status: 201, body: { challenge: 5, steps: ["blink", "turn_left"], straight_seconds: 1.5, step_seconds: 4, tries_left: left } });
const taken = { status: 200, body: { result: "waiting", missed: [], tries_left: 2 } };
const answer = (result, missed, left) => ({ status: 200, body: { result, missed: missed || [], tries_left: left } });

function scene(answers, other) {
  let at = 0;
  const seen = { hidden: {}, texts: [], ready: 0, recorded: [], drawings: [] };
  const view = {
    onClick: () => null, id: () => ({}), sentence: (key) => key, reveal: () => null,
    hide: (name, hidden) => {
      seen.hidden[name] = hidden;
      if (name.indexOf("picture") >= 0 && !hidden) seen.drawings.push(name);
    },
    write: (name, text) => name === "challenge-answer-text" && seen.texts.push(text),
  };
  const wait = async (seconds) => { at += seconds * 1000; };
  const parts = {
    view, api: new FakeApi(...answers), wait, now: () => at, name: "challenge", seconds: null, patience: 20, hidden: () => false,
    record: async (seconds) => { seen.recorded.push(seconds); }, onReady: () => (seen.ready += 1),
  };
  const step = new ChallengeStep(Object.assign(parts, other));
  step.begin();
  return { step, seen, api: parts.api };
}

test("each step is shown in its time, and the server is told when", async () => {
  const { step, seen, api } = scene([drawn(2), taken, answer("passed")]);
  await step.run();
  assert.deepEqual(api.asked[1].path, "challenge/5");
  assert.deepEqual(JSON.parse(JSON.stringify(api.asked[1].content)), { shown: [1.5, 5.5] });
  assert.deepEqual(seen.recorded, [10.3]);
  assert.deepEqual(seen.texts.slice(-5), ["challenge_straight", "challenge_blink", "challenge_turn_left", "challenge_busy", "challenge_good"]);
  assert.deepEqual(seen.drawings.slice(-4, -1), ["challenge-picture-blink", "challenge-picture-turn_left", "challenge-picture-straight"]);
  assert.deepEqual([seen.hidden["challenge-go"], seen.hidden["challenge-start"]], [false, true]);
});

test("what was missed is told as advice, and asked again", async () => {
  const { step, seen } = scene([drawn(2), taken, answer("failed", ["flat", "not_turned"], 2)]);
  await step.run();
  assert.equal(seen.texts.pop(), "challenge_again challenge_hint_not_turned");
  assert.deepEqual([seen.hidden["challenge-start"], seen.hidden["challenge-go"]], [false, true]);
});

test("after the last try the student goes on", async () => {
  const { step, seen } = scene([drawn(0), taken, answer("failed", ["not_blinked"], 0)]);
  await step.run();
  assert.equal(seen.texts.pop(), "challenge_enough");
  assert.equal(seen.hidden["challenge-go"], false);
});

for (const [what, answers] of [
  ["a server that is away", [{ status: 0 }]],
  ["moments that the server does not believe", [drawn(2), { status: 400 }]],
  ["an answer that does not come in time", [drawn(2), taken]],
]) {
  test(what + " never refuses", async () => {
    const { step, seen } = scene(answers);
    await step.run();
    assert.equal(seen.texts.pop(), "challenge_unanswered");
    assert.equal(seen.hidden["challenge-go"], false);
  });
}

test("a challenge that is settled already is passed over", async () => {
  const { step, seen } = scene([{ status: 409, code: "no_challenge" }]);
  await step.run();
  assert.equal(seen.ready, 1);
});

test("who cannot says so at any moment and goes on", async () => {
  const { step, seen, api } = scene([drawn(2), { status: 200 }]);
  const running = step.run();
  await step.unable();
  await running;
  assert.deepEqual(api.asked[1].content, { unable: true });
  assert.equal(seen.ready, 1);
  assert.equal(api.asked.length, 2);
});

test("during the exam the attempt's clock counts, and a hidden page is no failure", async () => {
  let hidden = false;
  const { step, seen, api } = scene([drawn(2), taken, answer("passed")], { record: null, seconds: () => 812.346, hidden: () => hidden });
  step.begin(7);
  await step.run();
  assert.deepEqual(api.asked[0].content, { challenge: 7 });
  assert.deepEqual(api.asked[1].content, { shown: [812.35, 812.35] });
  hidden = true;
  api.answers = [drawn(1)];
  await step.run();
  assert.equal(seen.texts.pop(), "challenge_again");
  assert.equal(api.asked.filter((one) => one.path === "challenge/5" && one.method === "POST").length, 1);
});

test("a request during the exam calls once, and gives the title back", () => {
  const page = { title: "Exam" };
  const begun = [];
  let rung = 0;
  const view = { sentence: (key) => key, hide: () => null };
  const live = new LiveRequest({ view, step: { begin: (number) => begun.push(number) }, ring: () => (rung += 1), page });
  [null, 7, 7, null].forEach((number) => live.offer(number));
  assert.deepEqual([begun, rung, page.title], [[7], 1, "challenge_title"]);
  live.close();
  assert.equal(page.title, "Exam");
  live.offer(8);
  assert.deepEqual(begun, [7, 8]);
});
