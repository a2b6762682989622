import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeApi } from "./fakes.test.js";
import { GuardCheck } from "./guard_check.js";

class FakeView {
  constructor() {
    this.facts = [];
    this.hidden = {};
    this.written = {};
    this.clicks = {};
    this.troubles = {};
  }

  sentence(key, values) {
    return values ? key + ":" + Object.values(values).join("|") : key;
  }

  fact(name, state, sentence, action) {
    this.facts.push({ state, sentence, action });
  }

  hide(name, hidden) {
    this.hidden[name] = hidden;
  }

  write(name, value) {
    this.written[name] = value;
  }

  onClick(name, handler) {
    this.clicks[name] = handler;
  }

  trouble(key, sentence, label, action) {
    this.troubles[key] = { sentence, action };
  }

  calm(key) {
    delete this.troubles[key];
  }

  get last() {
    return this.facts[this.facts.length - 1];
  }
}

const NOTHING = { state: "absent", forbidden: [], informative: [] };
const CODE = { status: 201, body: { code: "K7QM2-RTX9B" } };

function made({ mode = "required", possible = true, states = [NOTHING] } = {}) {
  const view = new FakeView();
  const api = new FakeApi({ status: 200 });
  const waiting = states.slice();
  api.get = async () => ({ ok: true, body: waiting.length > 1 ? waiting.shift() : waiting[0] });
  api.post = async (path) => (api.asked.push(path), Object.assign({ ok: true }, CODE));
  const changes = [];
  const guard = new GuardCheck({
    view, api, mode, possible, server: "https://oes.example.kz",
    wait: async () => (changes.length >= states.length ? guard.stop() : null),
    onChange: () => changes.push(guard.complete),
  });
  return { guard, view, api, changes };
}

test("a required guard holds up until it reports and the forbidden programs are closed", async () => {
  const states = [
    NOTHING,
    { state: "alive", forbidden: ["Telegram", "Zoom"], informative: [] },
    { state: "alive", forbidden: [], informative: ["AnyDesk"] },
  ];
  const { guard, view, changes } = made({ states });
  await guard.begin();
  assert.deepEqual(changes, [false, false, true]);
  const [close, good] = view.facts.slice(-2);
  assert.equal(close.state, "bad");
  assert.match(close.sentence, /guard_close:Telegram, Zoom/);
  assert.equal(good.state, "good");
  assert.match(good.sentence, /guard_told:AnyDesk/);
  assert.equal(view.hidden["guard-start"], true);
});

test("a code is shown with the address until the guard reports", async () => {
  const { guard, view } = made();
  await guard.begin();
  assert.equal(view.written["guard-code"], "K7QM2-RTX9B");
  assert.equal(view.written["guard-server"], "https://oes.example.kz");
  assert.equal(view.hidden["guard-start"], false);
  assert.equal(view.last.action, "guard_code_again");
});

test("a guard that stops before the start gets a new code at once, and its old one is not shown", async () => {
  const alive = { state: "alive", forbidden: [], informative: [] };
  const { guard, view, api, changes } = made({ states: [alive, Object.assign({}, NOTHING, { state: "stopped" })] });
  await guard.begin();
  assert.deepEqual(changes, [true, false]);
  assert.deepEqual(api.asked, ["guard/code", "guard/code"]);
  assert.equal(view.last.state, "bad");
  assert.match(view.last.sentence, /guard_stopped/);
});

test("an optional guard holds nobody up", async () => {
  const { guard, view, changes } = made({ mode: "optional", states: [{ state: "alive", forbidden: ["Zoom"], informative: [] }] });
  assert.equal(guard.complete, true);
  await guard.begin();
  assert.deepEqual(changes, [true]);
  assert.equal(view.last.state, "note");
});

test("a phone is not asked for an optional guard, and is told of a required one", async () => {
  const phone = made({ mode: "optional", possible: false });
  await phone.guard.begin();
  assert.equal(phone.view.hidden["fact-guard"], true);
  assert.deepEqual(phone.api.asked, []);
  const needed = made({ possible: false });
  await needed.guard.begin();
  assert.match(needed.view.last.sentence, /guard_required/);
});

test("without a guard nothing of the page is touched", async () => {
  const { guard, view } = made({ mode: "off" });
  await guard.begin();
  guard.duringExam("silent");
  assert.deepEqual([view.facts, view.clicks, view.hidden, guard.complete], [[], {}, {}, true]);
});

test("a guard that stopped during the exam is told once, with a new code on demand", async () => {
  const { guard, view } = made();
  guard.duringExam("alive");
  assert.deepEqual(view.troubles, {});
  guard.duringExam("silent");
  assert.equal(view.troubles.guard.sentence, "guard_lost");
  await view.troubles.guard.action();
  guard.duringExam("silent");
  assert.equal(view.troubles.guard.sentence, "guard_lost_code:K7QM2-RTX9B|https://oes.example.kz");
  guard.duringExam("alive");
  assert.deepEqual(view.troubles, {});
});

test("an optional guard that never came is no trouble", () => {
  const { guard, view } = made({ mode: "optional" });
  guard.duringExam("absent");
  assert.deepEqual(view.troubles, {});
});
