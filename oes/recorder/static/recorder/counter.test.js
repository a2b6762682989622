import assert from "node:assert/strict";
import test from "node:test";
import { Counter } from "./counter.js";

function counter() {
  const seen = { hidden: {}, text: {}, lines: [] };
  const view = {
    hide: (name, hidden) => (seen.hidden[name] = hidden),
    write: (name, value) => (seen.text[name] = value),
    lines: (name, rows) => (seen.lines = rows),
    sentence: (key, { count, most }) => count + " of at most " + most,
  };
  return { seen, made: new Counter({ view, captions: { phone: "Phone in the frame" } }) };
}

test("a maximum is named beside the count, and each of the newest by its time", () => {
  const { seen, made } = counter();
  made.heard({ violations: 3, most_violations: 10, newest: [["phone", 725.4, 731, ""], ["new_kind", 3725, 3730, "Chat"]] });
  assert.equal(seen.text["exam-violations"], "3 of at most 10");
  assert.deepEqual(seen.lines, ["12:05 Phone in the frame", "1:02:05 new_kind: Chat"]);
  assert.deepEqual(seen.hidden, { "exam-violations-box": false, "exam-violations-note": false, "exam-newest-box": false });
});

test("without a maximum the number stands alone, and none needs no comfort", () => {
  const { seen, made } = counter();
  made.heard({ violations: 0, most_violations: null, newest: [] });
  assert.equal(seen.text["exam-violations"], 0);
  assert.equal(seen.hidden["exam-violations-note"], true);
});

test("rules that show no counter show no reasons, and an older server none either", () => {
  const { seen, made } = counter();
  made.heard({ violations: null, newest: [["phone", 1, 2, ""]] });
  assert.deepEqual(seen.lines, []);
  made.heard({});
  assert.equal(seen.hidden["exam-violations-box"], true);
});
