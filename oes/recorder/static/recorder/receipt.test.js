import assert from "node:assert/strict";
import test from "node:test";
import { Api } from "./api.js";
import { Receipt, ReceiptCard } from "./receipt.js";

const LINK = "ab".repeat(32);
const NEWER = "cd".repeat(32);

function storage(kept = new Map()) {
  return () => ({ getItem: (name) => kept.get(name) || null, setItem: (name, value) => kept.set(name, value) });
}

test("the last link that the server gave is kept for the next page load", () => {
  const kept = storage();
  let at = 1;
  const receipt = new Receipt({ storage: kept, attempt: "a", now: () => at++ });
  assert.equal(receipt.last(), "");
  receipt.heard({ ok: true, body: { link: LINK } });
  receipt.heard({ ok: true, body: { link: NEWER } });
  receipt.heard({ ok: true, body: { stored: 1, link: null } });
  receipt.heard({ ok: true, body: {} });
  receipt.heard({ ok: false, body: { link: LINK } });
  receipt.heard({ ok: true, body: { link: "<b>" } });
  assert.equal(receipt.last(), NEWER);
  assert.equal(new Receipt({ storage: kept, attempt: "a", now: () => at++ }).last(), NEWER);
  assert.equal(new Receipt({ storage: kept, attempt: "b", now: () => at++ }).last(), "");
});

test("a browser that keeps nothing still shows it, and old ones make room", () => {
  const receipt = new Receipt({ storage: () => { throw new Error("private"); }, attempt: "a", now: () => 1 });
  receipt.heard({ ok: true, body: { link: LINK } });
  assert.equal(receipt.last(), LINK);
  const map = new Map([["oes-receipts", "no JSON"]]);
  for (let at = 0; at < 45; at += 1) {
    new Receipt({ storage: storage(map), attempt: "a" + at, now: () => at }).heard({ ok: true, body: { link: LINK } });
  }
  const left = Object.keys(JSON.parse(map.get("oes-receipts")));
  assert.equal(left.length, 40);
  assert.ok(!left.includes("a4") && left.includes("a5") && left.includes("a44"));
});

test("every answer of the server passes by the receipt", async () => {
  const answers = [{ link: LINK }, {}];
  const fetch = async () => ({ ok: true, status: 201, headers: { get: () => null }, json: async () => answers.shift() });
  const receipt = new Receipt({ storage: storage(), attempt: "a", now: () => 1 });
  const api = new Api({
    base: "/", token: "t", renew: null, fetch, makeAbort: () => ({ signal: null, abort: () => null }),
    setTimer: () => 0, clearTimer: () => null, now: () => 0, onAnswer: (answer) => receipt.heard(answer),
  });
  await api.put("segments/camera/1/0", "x", {});
  await api.get("state");
  assert.equal(receipt.last(), LINK);
});

test("the card shows the number and says whether it was copied", () => {
  const page = {};
  let click = null;
  const view = {
    onClick: (name, handler) => (click = handler), hide: (name, hidden) => (page[name] = !hidden),
    write: (name, text) => (page[name] = text), sentence: (key) => key, copy: () => page.can,
  };
  const receipt = new Receipt({ storage: storage(), attempt: "a", now: () => 1 });
  const card = new ReceiptCard({ view, receipt });
  card.show();
  assert.equal(page.receipt, false);
  receipt.heard({ ok: true, body: { link: LINK } });
  card.show();
  assert.deepEqual([page.receipt, page["receipt-link"]], [true, LINK]);
  page.can = true;
  click();
  assert.equal(page["receipt-copied"], "receipt_copied");
  page.can = false;
  click();
  assert.equal(page["receipt-copied"], "receipt_by_hand");
});
