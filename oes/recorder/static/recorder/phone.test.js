import assert from "node:assert/strict";
import test from "node:test";
import { FrameLayer } from "./frame_layer.js";
import { FramedExamStep } from "./framed_exam_step.js";
import { isHandheld } from "./handheld.js";
import { BackGesture } from "./back_gesture.js";
import { Watchers } from "./watchers.js";

const ANDROID = { userAgent: "Mozilla/5.0 (Linux; Android 14) Chrome/120 Mobile Safari/537.36", maxTouchPoints: 5 };
const IPAD = { userAgent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15)", platform: "MacIntel", maxTouchPoints: 5 };
const MAC = { userAgent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15)", platform: "MacIntel", maxTouchPoints: 0 };
const TOUCH_LAPTOP = { userAgent: "Mozilla/5.0 (Windows NT 10.0)", platform: "Win32", maxTouchPoints: 10 };

test("phones and tablets are told from computers", () => {
  assert.deepEqual([ANDROID, IPAD].map((one) => isHandheld(one, true)), [true, true]);
  assert.deepEqual([MAC, TOUCH_LAPTOP].map((one) => isHandheld(one, true)), [false, false]);
  assert.equal(isHandheld(TOUCH_LAPTOP, false), true);
  assert.equal(isHandheld({ userAgent: "Firefox/72 Linux" }, false), false);
});

test("the back gesture is caught while the exam runs", () => {
  const pushed = [];
  const heard = {};
  const backs = [];
  const window = { history: { pushState: (state) => pushed.push(state) }, addEventListener: (name, call) => (heard[name] = call) };
  const back = new BackGesture({ window, onBack: () => backs.push(1) });
  heard.popstate();
  back.on();
  back.on();
  heard.popstate();
  assert.deepEqual([pushed.length, backs.length], [2, 1]);
  back.off();
  heard.popstate();
  assert.deepEqual([pushed.length, backs.length], [2, 1]);
});

test("the page keeps to what an open keyboard leaves, and lets people zoom", () => {
  const heard = {};
  const seen = { height: 844, offsetTop: 0, scale: 1, addEventListener: (name, call) => (heard[name] = call) };
  const main = { style: {} };
  const layer = new FrameLayer({ view: { dress: () => null }, window: { visualViewport: seen, addEventListener: () => null, scrollTo: () => null }, main });
  layer.open();
  Object.assign(seen, { height: 500.4, offsetTop: 120 });
  heard.resize();
  assert.deepEqual(main.style, { height: "500px", transform: "translateY(120px)" });
  Object.assign(seen, { height: 200, scale: 2 });
  heard.scroll();
  assert.equal(main.style.height, "500px");
  seen.scale = 1;
  layer.close();
  assert.deepEqual(main.style, { height: "", transform: "" });
});

function framed() {
  const done = [];
  const note = (name) => (...told) => done.push([name].concat(told));
  const view = { onClick: () => null, hide: () => null, write: () => null, sentence: (key) => key, calm: note("calm"), trouble: (key) => done.push(["trouble", key]), id: () => ({ focus: () => null }) };
  const examTab = { isOpen: false, use: () => null, again: note("again"), close() { this.isOpen = false; }, open() { return (this.isOpen = true); } };
  const clock = { at: 0, seconds() { return this.at; } };
  const layer = { open: note("layer"), close: note("layer closed"), sheet: (...told) => done.push(["sheet"].concat(told)) };
  const back = { on: note("back"), off: note("back off") };
  const step = new FramedExamStep({ view, sources: { has: () => true }, examTab, clock, layer, back, graceSeconds: 180 });
  const saw = (...what) => done.some((one) => JSON.stringify(one) === JSON.stringify(what));
  return { step, examTab, clock, saw, done };
}

test("the exam opens by itself and goes when the step is over", () => {
  const { step, examTab, saw } = framed();
  step.begin("B", { access_code: "" });
  assert.deepEqual([examTab.isOpen, saw("layer"), saw("back")], [true, true, true]);
  step.follow("exam");
  assert.equal(examTab.isOpen, true);
  step.follow("finishing");
  assert.deepEqual([examTab.isOpen, saw("layer closed"), saw("back off")], [false, true, true]);
});

test("in a break the exam stays loaded under the page, and is there again afterwards without an entrance", () => {
  const { step, examTab, saw, done } = framed();
  step.begin("B", { access_code: "" });
  step.follow("break");
  assert.deepEqual([examTab.isOpen, saw("layer closed"), saw("back off")], [true, true, true]);
  done.length = 0;
  step.begin("B", null);
  assert.deepEqual([examTab.isOpen, saw("layer"), saw("back")], [true, true, true]);
});

test("a frame that stays silent is told of once, one that answers never", () => {
  const silent = framed();
  silent.step.begin("B", { access_code: "" });
  silent.clock.at = 31;
  silent.step.tick();
  silent.step.tick();
  assert.equal(silent.done.filter(([kind, key]) => kind === "trouble" && key === "frame").length, 1);
  const answered = framed();
  answered.step.begin("B", { access_code: "" });
  answered.step.calm();
  answered.clock.at = 31;
  answered.step.tick();
  assert.equal(answered.saw("trouble", "frame"), false);
});

test("finishing asks on a sheet over the exam", () => {
  const { step, saw } = framed();
  step.begin("B", { access_code: "" });
  step.ask(true);
  assert.equal(saw("sheet", true, true), true);
  step.ask(false);
  assert.equal(saw("sheet", false, true), true);
});

test("a hidden page on a phone says so, hands on what it has, and tells the student on return", () => {
  const told = [];
  const heard = {};
  const document = { hidden: false, addEventListener: (name, call) => (heard[name] = call) };
  const watchers = new Watchers({
    window: { addEventListener: () => null }, document, navigator: {}, screen: {}, now: () => 0, calendar: () => 0, handheld: true,
    events: { add: (kind, detail) => told.push(kind + ":" + detail) }, ticker: { each: () => null, every: () => null },
    onHidden: () => told.push("flush"), onVisible: () => told.push("back"),
  });
  watchers.start();
  document.hidden = true;
  heard.visibilitychange();
  document.hidden = false;
  heard.visibilitychange();
  assert.deepEqual(told, ["clock:undefined", "hidden:phone", "flush", "visible:phone", "back"]);
});
