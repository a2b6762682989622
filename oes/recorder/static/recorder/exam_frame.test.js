import assert from "node:assert/strict";
import test from "node:test";
import { ExamFrame } from "./exam_frame.js";

function opened() {
  const posted = [];
  const heard = {};
  const frames = [];
  const acks = [];
  const loads = [];
  const place = { appendChild: (frame) => frames.push(frame), removeChild: (frame) => frames.splice(frames.indexOf(frame), 1) };
  const makeFrame = () => {
    const listeners = {};
    return {
      attributes: {}, listeners,
      contentWindow: { postMessage: (message, origin) => posted.push([message.oes, origin, message.token || message.here]) },
      setAttribute(name, value) { this.attributes[name] = value; },
      addEventListener: (name, call) => (listeners[name] = call),
    };
  };
  const document = { hidden: false, hasFocus: () => true, createElement: makeFrame, addEventListener: () => null };
  const window = { addEventListener: (name, call) => (heard[name] = call) };
  const ticks = [];
  const ticker = { every: (seconds, now, call) => ticks.push(call) };
  const frame = new ExamFrame({
    window, document, place, title: "Exam", origin: "https://oes", ticker, now: () => 0,
    onLoad: (count) => loads.push(count), onAck: () => acks.push(1),
  });
  frame.use({ address: "https://tests/exam", embed_token: "t", embed_origins: ["https://tests", "https://quiz"] });
  const tokens = () => posted.filter(([kind, origin]) => kind === "token" && origin === "https://tests");
  return { frame, frames, posted, tokens, acks, loads, document, tick: () => ticks[0](), hear: (event) => heard.message(event) };
}

const ack = (exam) => ({ origin: "https://tests", source: exam.frames[0].contentWindow, data: { oes: "ack" } });

test("the frame gets no camera, no new tabs, and may not lead the page away", () => {
  const { frame, frames } = opened();
  frame.open();
  const { sandbox, allow } = frames[0].attributes;
  assert.deepEqual([/popups|top-navigation/.test(sandbox), /allow-scripts/.test(sandbox), /allow-same-origin/.test(sandbox)], [false, true, true]);
  assert.match(allow, /camera 'none'/);
  assert.equal(frames[0].src, "https://tests/exam");
});

test("each page in the frame gets the token, at the exact origin, until it acknowledges", () => {
  const exam = opened();
  exam.frame.open();
  exam.frames[0].listeners.load();
  exam.hear(Object.assign(ack(exam), { origin: "https://tests.evil" }));
  exam.hear(Object.assign(ack(exam), { source: {} }));
  exam.tick();
  assert.deepEqual(exam.tokens(), [["token", "https://tests", "t"], ["token", "https://tests", "t"]]);
  exam.hear(ack(exam));
  exam.tick();
  assert.deepEqual([exam.tokens().length, exam.acks.length], [2, 1]);
  exam.frames[0].listeners.load();
  assert.deepEqual([exam.tokens().length, exam.loads], [3, [1, 2]]);
});

test("a page on a further origin of the exam is told when it asks, a stranger's never", () => {
  const exam = opened();
  exam.frame.open();
  const source = exam.frames[0].contentWindow;
  exam.hear({ origin: "https://evil", source, data: { oes: "ask" } });
  assert.deepEqual(exam.posted, []);
  exam.hear({ origin: "https://quiz", source, data: { oes: "ask" } });
  assert.deepEqual(exam.posted, [["token", "https://quiz", "t"]]);
});

test("the exam in the frame hears whether this page has the focus", () => {
  const exam = opened();
  exam.frame.open();
  exam.tick();
  exam.document.hidden = true;
  exam.tick();
  assert.deepEqual(exam.posted.filter(([kind, origin]) => kind === "here" && origin === "https://tests").map(([, , here]) => here), [true, false]);
});

test("an open exam is not loaded again unless the student asks", () => {
  const exam = opened();
  assert.equal(exam.frame.open(), true);
  const first = exam.frames[0];
  exam.frame.open();
  assert.deepEqual([exam.frames.length, exam.frames[0] === first], [1, true]);
  exam.frame.again();
  assert.deepEqual([exam.frames.length, exam.frames[0] === first], [1, false]);
  first.listeners.load();
  assert.equal(exam.frame.loads, 0);
  exam.frame.close();
  assert.deepEqual([exam.frames.length, exam.frame.isOpen], [0, false]);
});
