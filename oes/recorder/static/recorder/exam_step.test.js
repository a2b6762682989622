import assert from "node:assert/strict";
import test from "node:test";
import { ExamStep } from "./exam_step.js";

function step(answer) {
  const shown = {};
  const clicks = {};
  const asked = [];
  const view = {
    onClick: (name, call) => (clicks[name] = call),
    hide: (name, hidden) => (shown[name + " hidden"] = hidden),
    write: (name, value) => (shown[name] = value),
    sentence: (key) => key,
  };
  const api = {
    post: async (path) => {
      asked.push(path);
      return answer;
    },
  };
  new ExamStep({ view, api });
  return { shown, asked, press: () => clicks["page-code-go"]() };
}

test("a code is shown when the student asks for one", async () => {
  const { shown, asked, press } = step({ ok: true, status: 201, body: { code: "K7QM-2RTX" } });
  await press();
  assert.deepEqual(asked, ["embed/code"]);
  assert.deepEqual(shown, { "page-code-box hidden": false, "page-code": "K7QM-2RTX", "page-code-told": "page_code_good" });
});

test("without a code the old one vanishes, and the reason is said", async () => {
  for (const [status, sentence] of [[429, "page_code_enough"], [0, "page_code_failed"], [409, "page_code_failed"]]) {
    const { shown, press } = step({ ok: false, status, body: {} });
    await press();
    assert.deepEqual(shown, { "page-code-box hidden": true, "page-code": "", "page-code-told": sentence });
  }
});
