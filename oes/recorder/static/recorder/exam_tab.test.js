import assert from "node:assert/strict";
import test from "node:test";
import { ExamTab } from "./exam_tab.js";

function opened({ blocked = false, origins = ["https://tests"] } = {}) {
  const posted = [];
  const tab = { closed: false, focused: 0, focus: () => (tab.focused += 1), postMessage: (message, origin) => posted.push([message.token, origin]) };
  const heard = {};
  let loads = 0;
  const window = {
    addEventListener: (name, call) => (heard[name] = call),
    open: () => {
      loads += 1;
      return blocked ? null : tab;
    },
  };
  const ticks = [];
  const examTab = new ExamTab({ window, origin: "https://oes", ticker: { every: (seconds, now, call) => ticks.push(call) }, now: () => 0 });
  examTab.use({ address: "https://tests/exam", embed_token: "t", embed_origins: origins });
  return { examTab, tab, posted, hear: (event) => heard.message(event), tick: () => ticks[0](), loads: () => loads };
}

test("the token goes to the exact origin until it is acknowledged", () => {
  const { examTab, tab, posted, hear, tick } = opened();
  tick();
  assert.equal(examTab.open(), true);
  tick();
  hear({ origin: "https://elsewhere", source: tab, data: { oes: "ack" } });
  hear({ origin: "https://tests", source: {}, data: { oes: "ack" } });
  tick();
  hear({ origin: "https://tests", source: tab, data: { oes: "ack" } });
  tick();
  assert.deepEqual(posted, [["t", "https://tests"], ["t", "https://tests"]]);
});

test("each origin of the exam is told, and the first to acknowledge ends it", () => {
  const { examTab, tab, posted, hear, tick } = opened({ origins: ["https://tests", "https://quiz"] });
  examTab.open();
  tick();
  hear({ origin: "https://quiz", source: tab, data: { oes: "ack" } });
  tick();
  assert.deepEqual(posted, [["t", "https://tests"], ["t", "https://quiz"]]);
});

test("a page on a further origin of the exam asks and is told; no other page is", () => {
  const { examTab, tab, posted, hear } = opened({ origins: ["https://tests", "https://quiz"] });
  hear({ origin: "https://quiz", source: null, data: { oes: "ask" } });
  examTab.open();
  hear({ origin: "https://tests", source: tab, data: { oes: "ack" } });
  hear({ origin: "https://sub.quiz", source: tab, data: { oes: "ask" } });
  hear({ origin: "https://quiz.evil", source: tab, data: { oes: "ask" } });
  hear({ origin: "https://quiz", source: {}, data: { oes: "ask" } });
  hear({ origin: "https://quiz", source: tab, data: null });
  assert.deepEqual(posted, []);
  hear({ origin: "https://quiz", source: tab, data: { oes: "ask" } });
  assert.deepEqual(posted, [["t", "https://quiz"]]);
});

test("an open exam is brought to the front, never loaded again", () => {
  const { examTab, tab, loads } = opened();
  examTab.open();
  examTab.open();
  assert.deepEqual([loads(), tab.focused], [1, 1]);
  tab.closed = true;
  examTab.open();
  assert.equal(loads(), 2);
});

test("a blocked tab is told", () => {
  assert.equal(opened({ blocked: true }).examTab.open(), false);
});
