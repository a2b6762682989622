/* The script in a frame of the recorder's page, as on phones. */
import assert from "node:assert/strict";
import test from "node:test";
import { FakePage, OES } from "./fake_page.test.js";

async function framed() {
  const parent = { postMessage: () => null };
  const page = new FakePage({ parent });
  await page.token();
  const here = (yes, source = parent, origin = OES) => page.window.fire("message", { origin, source, data: { oes: "here", here: yes } });
  return { page, here };
}

test("each page that gets a token in a frame tells at once that it is there", async () => {
  const { page } = await framed();
  assert.deepEqual(page.sent[0].events.map((event) => event.kind), ["heartbeat"]);
});

test("a finger on the recorder's own bar is no leaving, as long as that page says so", async () => {
  const { page, here } = await framed();
  page.leave();
  for (let half = 0; half < 12; half += 1) {
    here(true);
    await page.pass(0.5);
  }
  assert.deepEqual(page.kinds, []);
  here(false);
  await page.pass(1);
  assert.deepEqual(page.kinds, ["left"]);
  here(true);
  await page.pass(1);
  assert.deepEqual(page.kinds, ["left", "returned"]);
});

test("only the recorder's page at our origin can say so, and its silence is no yes", async () => {
  const { page, here } = await framed();
  page.leave();
  here(true, {});
  here(true, undefined, "https://evil.example");
  await page.pass(1);
  assert.deepEqual(page.kinds, ["left"]);
  const silent = await framed();
  silent.page.leave();
  silent.here(true);
  await silent.page.pass(4);
  assert.deepEqual(silent.page.kinds, ["left"]);
});

test("a phone that freezes a hidden page at once has told of it before", async () => {
  const { page } = await framed();
  page.document.hidden = true;
  page.focused = false;
  page.document.fire("visibilitychange");
  await Promise.resolve();
  assert.deepEqual(page.sent.flatMap((request) => request.events.map((event) => event.kind)).pop(), "left");
});
