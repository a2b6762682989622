import assert from "node:assert/strict";
import test from "node:test";
import { FakeApi } from "./fakes.test.js";
import { IdentityStep } from "./identity_step.js";

function identity(...answers) {
  let at = 0;
  const shown = { hidden: {}, text: "", unreadable: 0 };
  const view = {
    onClick: () => null, enable: () => null, id: () => ({}), sentence: (key) => key,
    hide: (name, hidden) => (shown.hidden[name] = hidden), write: (name, text) => (shown.text = text),
  };
  const sources = { check: async () => ({ run: 1, sequence: 0 }) };
  const wait = async (seconds) => { at += seconds * 1000; };
  const step = new IdentityStep({ view, sources, api: new FakeApi(...answers), wait, now: () => at, onReady: () => null, onUnreadable: () => (shown.unreadable += 1) });
  step.begin();
  return { step, shown };
}

const done = (...problems) => ({ status: 200, body: { status: "done", problems } });

test("a clear face goes on without a mark", async () => {
  const { step, shown } = identity(done());
  await step.check();
  assert.deepEqual([step.marks, shown.hidden["identity-go"], shown.text], [[], false, "face_good"]);
});

test("after two failed tries the student may go on with a mark", async () => {
  const { step, shown } = identity(done("no_face", "too_dark"));
  await step.check();
  assert.deepEqual([step.marks, shown.hidden["identity-go"], shown.text], [[], true, "face_too_dark"]);
  await step.check();
  assert.deepEqual([step.marks, shown.hidden["identity-go"]], [["face_unclear"], false]);
});

test("video that cannot be read twice is told", async () => {
  const { step, shown } = identity(done("unreadable"));
  await step.check();
  assert.equal(shown.unreadable, 0);
  await step.check();
  assert.equal(shown.unreadable, 1);
});

test("a good third try takes the mark away", async () => {
  const { step } = identity(done("no_face"), done("no_face"), done());
  for (let tries = 0; tries < 3; tries += 1) await step.check();
  assert.deepEqual(step.marks, []);
});

test("without an answer in time the student goes on", async () => {
  const { step, shown } = identity({ status: 200, body: { status: "waiting" } });
  await step.check();
  assert.deepEqual([step.marks, shown.hidden["identity-go"]], [["not_checked"], false]);
});

test("a server that is away never refuses", async () => {
  const { step } = identity({ status: 0 });
  await step.check();
  assert.deepEqual(step.marks, ["not_checked"]);
});
