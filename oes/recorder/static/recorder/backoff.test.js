import assert from "node:assert/strict";
import test from "node:test";
import { pauseMs } from "./backoff.js";

test("pauses grow from 1 s to 30 s", () => {
  const pauses = [1, 2, 3, 4, 5, 6, 20].map((tries) => pauseMs(tries, 0, () => 1));
  assert.deepEqual(pauses, [1000, 2000, 4000, 8000, 16000, 30000, 30000]);
});

test("chance shortens a pause by a fifth at most", () => {
  assert.equal(pauseMs(1, 0, () => 0), 800);
});

test("the server's Retry-After is kept, up to two minutes", () => {
  assert.equal(pauseMs(1, 20, () => 1), 20000);
  assert.equal(pauseMs(1, 9999, () => 1), 120000);
});
