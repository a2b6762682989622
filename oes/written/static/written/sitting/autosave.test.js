import assert from "node:assert/strict";
import test from "node:test";
import { Autosave } from "./autosave.js";
import { Draft } from "./draft.js";

/* A server as ours behaves: turns of a page go on, another page needs the newest revision. */
class Server {
  constructor(text) {
    Object.assign(this, { text, revision: 3, page: "", turn: 0, isOnline: true, loses: false });
  }

  async take(told) {
    if (!this.isOnline) return { status: 0, ok: false, code: "no_answer", body: {} };
    if (told.page !== this.page && told.revision !== this.revision) {
      return { status: 409, ok: false, code: "conflict", body: { text: this.text, revision: this.revision } };
    }
    if (told.page !== this.page || told.turn > this.turn) {
      Object.assign(this, { text: told.text, page: told.page, turn: told.turn, revision: this.revision + 1 });
    }
    return this.loses ? { status: 0, ok: false, code: "no_answer", body: {} } : { status: 200, ok: true, code: "", body: { revision: this.revision } };
  }
}

function memory() {
  const kept = new Map();
  return { getItem: (key) => (kept.has(key) ? kept.get(key) : null), setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key) };
}

function pageOn(server, storage, page = "a") {
  const heard = [];
  const draft = new Draft({ storage, key: "w" });
  const autosave = new Autosave({
    send: (told) => server.take(told), draft, page, text: server.text, revision: server.revision, onState: (state) => heard.push(state),
  });
  return { autosave, heard, draft };
}

test("what is typed is on the device before it is sent, and saved after it", async () => {
  const [server, storage] = [new Server("one"), memory()];
  const { autosave, draft } = pageOn(server, storage);
  autosave.change("one two");
  assert.deepEqual(draft.read(), { text: "one two", revision: 3, sent: false });
  assert.equal(await autosave.save(), true);
  assert.equal(server.text, "one two");
  assert.equal(draft.read().sent, true);
});

test("without a connection nothing is lost, and the page that is loaded again goes on", async () => {
  const [server, storage] = [new Server("one"), memory()];
  server.isOnline = false;
  const first = pageOn(server, storage);
  first.autosave.change("one two");
  assert.equal(await first.autosave.save(), false);
  assert.equal(first.heard.pop(), "offline");
  server.isOnline = true;
  const again = pageOn(server, storage, "b");
  assert.equal(again.autosave.restore(), true);
  assert.equal(await again.autosave.save(), true);
  assert.equal(server.text, "one two");
});

test("an answer that was lost on the way makes no conflict with oneself", async () => {
  const server = new Server("");
  const { autosave } = pageOn(server, memory());
  server.loses = true;
  autosave.change("one");
  await autosave.save();
  server.loses = false;
  autosave.change("one two");
  assert.equal(await autosave.save(), true);
  assert.equal(server.text, "one two");
});

test("what another page saved is not overwritten before somebody decides", async () => {
  const [server, storage] = [new Server("base"), memory()];
  const mine = pageOn(server, storage);
  await server.take({ text: "theirs", page: "b", turn: 1, revision: 3 });
  mine.autosave.change("mine");
  await mine.autosave.save();
  assert.equal(server.text, "theirs");
  assert.equal(mine.heard.pop(), "conflict");
  assert.equal(await mine.autosave.save(), false);
  await mine.autosave.resolve(true);
  assert.equal(server.text, "mine");
});

test("the other text is taken up where that was chosen", async () => {
  const server = new Server("base");
  const mine = pageOn(server, memory());
  await server.take({ text: "theirs", page: "b", turn: 1, revision: 3 });
  mine.autosave.change("mine");
  await mine.autosave.save();
  await mine.autosave.resolve(false);
  assert.deepEqual([mine.autosave.text, server.text], ["theirs", "theirs"]);
});

test("a draft that goes on from an older text asks, one that was sent is no draft", async () => {
  const [server, storage] = [new Server("base"), memory()];
  const old = pageOn(server, storage);
  server.isOnline = false;
  old.autosave.change("typed offline");
  await old.autosave.save();
  server.isOnline = true;
  await server.take({ text: "typed elsewhere", page: "b", turn: 1, revision: 3 });
  const again = pageOn(server, storage, "c");
  assert.equal(again.autosave.restore(), true);
  assert.equal(again.heard.pop(), "conflict");
  const sent = pageOn(new Server("x"), memory());
  sent.draft.keep({ text: "y", revision: 3, sent: true });
  assert.equal(sent.autosave.restore(), false);
});

test("a browser that keeps nothing says so and goes on", async () => {
  const broken = { setItem: () => { throw new Error("full"); }, getItem: () => { throw new Error("no"); } };
  const server = new Server("");
  const { autosave, draft } = pageOn(server, broken);
  assert.equal(autosave.restore(), false);
  autosave.change("one");
  assert.equal(draft.works, false);
  assert.equal(await autosave.save(), true);
});

test("what was typed while it was sent is not taken for saved", async () => {
  const server = new Server("");
  const { autosave } = pageOn(server, memory());
  autosave.change("one");
  const saving = autosave.save();
  autosave.change("one two");
  assert.equal(await saving, false);
  assert.equal(await autosave.save(), true);
  assert.equal(server.text, "one two");
});
