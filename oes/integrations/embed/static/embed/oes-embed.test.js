import assert from "node:assert/strict";
import test from "node:test";
import { FakePage, OES } from "./fake_page.test.js";

test("without a token nothing is sent", async () => {
  const page = new FakePage({ attributes: { "data-exam": "started" } });
  page.leave();
  await page.pass(60);
  assert.equal(page.sent.length, 0);
  assert.equal(page.added.length, 0);
});

test("a token from our origin is acknowledged to it and sends what waited; others are not heard", async () => {
  const page = new FakePage({ attributes: { "data-exam": "started" } });
  assert.deepEqual(await page.token("forged", "https://oes.example.evil.example"), []);
  await page.pass(3);
  assert.equal(page.sent.length, 0);
  assert.deepEqual(await page.token("t"), [["ack", OES]]);
  assert.deepEqual(page.kinds, ["exam_started"]);
  assert.deepEqual([page.sent[0].token, page.sent[0].url], ["Bearer t", OES + "/embed/v1/events"]);
  assert.equal(page.told[0].age_ms, 3000);
});

test("leaving for five seconds is told with its length", async () => {
  const page = new FakePage();
  await page.token();
  page.leave();
  await page.pass(5);
  page.enter();
  await page.pass(1);
  assert.deepEqual(page.kinds, ["left", "returned"]);
  const [left, returned] = page.sent.flatMap((request, place) => request.events.map((event) => ({ ...event, place })));
  assert.ok(left.age_ms >= 250 && left.age_ms < 400, "told as of the moment of leaving");
  assert.equal(returned.age_ms, 0);
});

test("a glance of a fifth of a second is not told", async () => {
  const page = new FakePage();
  await page.token();
  page.leave();
  await page.pass(0.2);
  page.enter();
  await page.pass(5);
  assert.deepEqual(page.kinds, []);
});

test("a file dialog and the print dialog are no leaving", async () => {
  const page = new FakePage();
  await page.token();
  page.document.fire("click", { target: { closest: () => true } });
  page.leave();
  await page.pass(20);
  page.enter();
  page.window.fire("beforeprint");
  page.leave();
  await page.pass(20);
  page.enter();
  await page.pass(1);
  assert.deepEqual(page.kinds, ["printed"]);
});

test("a test that opens in a window of its own is no leaving, but leaving both is", async () => {
  const local = {};
  const page = new FakePage({ local });
  await page.token();
  page.document.fire("click", { target: {} });
  page.leave();
  await page.pass(2);
  const here = () => (local["oes-here"] = "5".repeat(36) + (1_700_000_000_000 + page.time));
  for (let second = 0; second < 20; second += 1) {
    here();
    await page.pass(1);
  }
  assert.deepEqual(page.kinds, []);
  await page.pass(20);
  assert.deepEqual(page.kinds, ["left"]);
});

test("copying and pasting tell how much, never what", async () => {
  const page = new FakePage();
  await page.token();
  page.selection = "secret words";
  page.document.fire("copy", { target: {} });
  page.document.activeElement = { selectionStart: 2, selectionEnd: 7 };
  page.document.fire("cut", { target: {} });
  page.document.fire("paste", { target: {}, clipboardData: { getData: () => "another secret" } });
  page.document.fire("paste", { target: { id: "oes-code" }, clipboardData: { getData: () => "K7QM-2RTX" } });
  page.document.activeElement = {};
  page.selection = "";
  page.document.fire("copy", { target: {} });
  await page.pass(3);
  assert.deepEqual(page.told.map((event) => [event.kind, event.detail]), [["copied", "12"], ["cut", "5"], ["pasted", "14"]]);
  assert.ok(!JSON.stringify(page.sent).includes("secret"));
});

test("a second screen is told once and over all pages of the tab", async () => {
  const screen = { isExtended: true };
  const page = new FakePage({ screen });
  await page.token();
  await page.pass(5);
  screen.isExtended = false;
  await page.pass(5);
  assert.deepEqual(page.kinds, ["second_screen", "one_screen"]);
  screen.isExtended = true;
  await page.pass(3);
  const next = new FakePage({ screen, session: page.session.rows });
  await next.pass(5);
  assert.deepEqual(next.kinds, []);
});

test("a browser that says nothing of screens tells nothing", async () => {
  const page = new FakePage();
  await page.token();
  await page.pass(5);
  assert.deepEqual(page.kinds, []);
});

test("a server that is down is asked ever more seldom, and the queue has an end", async () => {
  const page = new FakePage({ answer: () => Promise.reject(new Error("down")) });
  await page.token();
  page.selection = "x";
  for (let second = 0; second < 600; second += 1) {
    page.document.fire("copy", { target: {} });
    await page.pass(1);
  }
  assert.ok(page.sent.length < 25, String(page.sent.length));
  page.answer = () => ({ status: 200 });
  const down = page.sent.length;
  await page.pass(70);
  const stored = new Set(page.sent.slice(down).flatMap((request) => request.events.map((event) => event.sequence)));
  assert.ok(stored.size > 250 && stored.size < 320, String(stored.size));
});

test("a token that is no longer known is forgotten, and what waited goes with the next one", async () => {
  const page = new FakePage({ answer: (request) => ({ status: request.token === "Bearer old" ? 401 : 200 }) });
  await page.token("old");
  page.window.OES.examStarted();
  await page.pass(30);
  assert.equal(page.session.rows["oes-token"], "");
  const before = page.sent.length;
  await page.token("new");
  await page.pass(1);
  assert.deepEqual(page.sent.slice(before).map((request) => request.token), ["Bearer new"]);
});

test("another token makes another page: no page speaks for two attempts", async () => {
  const page = new FakePage();
  await page.token("one");
  page.window.OES.examStarted();
  await page.token("two");
  page.window.OES.examStarted();
  await page.pass(1);
  assert.equal(new Set(page.sent.map((request) => request.page_key)).size, 2);
});

test("a page without a token asks the recorder's window, and nobody else", async () => {
  const asked = [];
  const opener = { postMessage: (data, to) => asked.push([data.oes, to]) };
  const page = new FakePage({ opener });
  await page.pass(11);
  assert.deepEqual(asked, [["ask", OES], ["ask", OES]]);
  await page.token();
  await page.pass(30);
  assert.equal(asked.length, 2);
});

test("a page in a frame asks the page around it, which is told who may answer", async () => {
  const asked = [];
  const parent = { postMessage: (data, to) => asked.push([data.oes, to]) };
  const page = new FakePage({ parent });
  assert.deepEqual(asked, [["ask", OES]]);
  assert.deepEqual(await page.token("t", "https://the-page-around.example"), []);
  assert.deepEqual(await page.token("t"), [["ack", OES]]);
});

test("the box for a code is offered only where it is asked for, and no more once it was closed", async () => {
  const page = new FakePage({ attributes: { "data-code": "ask" } });
  await page.pass(4);
  assert.equal(page.added.length, 0);
  await page.pass(2);
  assert.deepEqual(page.added.map((script) => script.src), [OES + "/embed/oes-embed-code.js"]);
  page.added[0].onerror();
  await page.pass(5);
  assert.equal(page.added.length, 1, "tried again after a failure");
  page.window.OES.decline();
  const next = new FakePage({ attributes: { "data-code": "ask" }, session: page.session.rows });
  await next.pass(30);
  assert.equal(next.added.length, 0);
  next.window.OES.askCode();
  assert.equal(next.added.length, 1);
});

test("what happened before the code was typed is not told, but for the exam's beginning", async () => {
  const page = new FakePage({ attributes: { "data-exam": "started", "data-code": "ask" } });
  page.leave();
  await page.pass(20);
  page.enter();
  page.window.OES.joined("by-code");
  await page.pass(3);
  assert.deepEqual(page.kinds, ["exam_started"]);
  page.leave();
  await page.pass(5);
  page.enter();
  await page.pass(1);
  assert.deepEqual(page.kinds, ["exam_started", "left", "returned"]);
});

test("the next page of the exam goes on: no switch, nothing lost", async () => {
  const page = new FakePage({ answer: () => ({ status: 503 }) });
  await page.token();
  page.window.OES.examStarted();
  await page.pass(2);
  page.window.fire("pagehide");
  const next = new FakePage({ session: page.session.rows });
  await next.pass(12);
  assert.deepEqual(next.kinds, ["exam_started"]);
  assert.equal(next.sent[0].page_key, page.sent[0].page_key);
});

test("what the next page tells once more says so, and what is on its way is not sent twice", async () => {
  const page = new FakePage({ answer: () => new Promise(() => null) });
  await page.token();
  page.window.OES.examStarted();
  page.leave();
  await page.pass(1);
  page.window.fire("pagehide");
  assert.deepEqual(page.sent.map((request) => request.events.map((event) => event.kind)), [["exam_started"], ["left"]]);
  assert.deepEqual(page.sent.map((request) => Boolean(request.again)), [false, false]);
  const next = new FakePage({ session: page.session.rows });
  await next.pass(3);
  assert.equal(next.sent[0].again, true);
});

test("after the exam nothing is watched", async () => {
  const page = new FakePage({ attributes: { "data-exam": "ended" } });
  await page.token();
  page.leave();
  await page.pass(60);
  assert.deepEqual(page.kinds, ["exam_ended"]);
  assert.equal(page.sent.flatMap((request) => request.events).length, 1);
});
