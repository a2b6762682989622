import assert from "node:assert/strict";
import test from "node:test";
import { ExamTab } from "./exam_tab.js";

function opened({ blocked = false } = {}) {
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
  examTab.use({ address: "https://tests/exam", embed_token: "t", embed_origin: "https://tests" });
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
