import assert from "node:assert/strict";
import test from "node:test";
import { Leftovers } from "./leftovers.js";
import { MemoryStore, openStore } from "./store.js";

const DAY = 24 * 3600 * 1000;

async function kept(attempt, added) {
  const store = new MemoryStore();
  await store.putToken({ attempt, token: "its own", base: "/b/", expires: 10 * DAY });
  if (added !== undefined) await store.putSegment({ id: attempt + "/camera/1/0", attempt, added, aside: "" }, "bytes");
  return store;
}

async function send(store, now) {
  const senders = [];
  await new Leftovers({ store, attempt: "mine", makeSender: (row) => senders.push(row.token), now: () => now }).send();
  return senders;
}

test("another attempt's recording is sent with its own token", async () => {
  assert.deepEqual(await send(await kept("other", 0), DAY), ["its own"]);
});

test("this page's own attempt is not a leftover", async () => {
  assert.deepEqual(await send(await kept("mine", 0), DAY), []);
});

test("what is older than two weeks is deleted, and its token with it", async () => {
  const store = await kept("other", 0);
  assert.deepEqual(await send(store, 15 * DAY), []);
  assert.deepEqual([await store.segments("other"), await store.tokens()], [[], []]);
});

test("without a disk the store is memory", async () => {
  const never = () => new Promise(() => null);
  assert.equal((await openStore(null, never)).persistent, false);
  assert.equal((await openStore({ open: () => { throw new Error("private window"); } }, never)).persistent, false);
  assert.equal((await openStore({ open: () => ({}) }, () => Promise.reject(new Error("late")))).persistent, false);
});
