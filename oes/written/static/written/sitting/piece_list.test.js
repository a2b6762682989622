import assert from "node:assert/strict";
import test from "node:test";
import { edgesNear, turnedCrop, withEdge } from "./crop.js";
import { clockText, markPassed } from "./countdown.js";
import { PieceList } from "./piece_list.js";

function listWith(answers, items = []) {
  const sent = [];
  let number = 0;
  const list = new PieceList({
    items, orderUrl: "/order", makeUuid: () => "u" + (number += 1), onChange: () => null,
    upload: async (item) => {
      sent.push(item.uuid);
      return answers.length > 1 ? answers.shift() : answers[0];
    },
    post: async (url, content) => {
      sent.push([url, content]);
      return answers.length > 1 ? answers.shift() : answers[0];
    },
  });
  return { list, sent };
}

const GOOD = { ok: true, status: 201, code: "", body: {} };
const NONE = { ok: false, status: 0, code: "no_answer", body: {} };
const file = (name) => ({ name, size: 10 });

test("photos go out one after another", async () => {
  const { list, sent } = listWith([GOOD]);
  await list.add([file("1.jpg"), file("2.jpg")], "photo");
  assert.deepEqual(sent, ["u1", "u2"]);
  assert.ok(list.isSettled && list.items.every((item) => item.state === "kept"));
});

test("without a connection they wait, and are sent again under the same uuid", async () => {
  const { list, sent } = listWith([NONE, GOOD]);
  await list.add([file("1.jpg"), file("2.jpg")], "photo");
  assert.deepEqual(list.items.map((item) => item.state), ["waiting", "waiting"]);
  assert.equal(list.isSettled, false);
  await list.sendWaiting();
  assert.deepEqual(sent, ["u1", "u1", "u2"]);
});

test("what is refused says why, and the next one goes out", async () => {
  const { list } = listWith([{ ok: false, status: 409, code: "format", body: {} }, GOOD]);
  await list.add([file("a.exe"), file("b.pdf")], "file");
  assert.deepEqual(list.items.map((item) => [item.state, item.error]), [["failed", "format"], ["kept", undefined]]);
});

test("a page moves among pages, and back where the server refuses", async () => {
  const items = ["p1", "f1", "p2"].map((uuid) => ({ uuid, kind: uuid[0] === "p" ? "photo" : "file" }));
  const { list, sent } = listWith([GOOD, NONE], items);
  assert.equal(await list.move(list.items[2], -1), true);
  assert.deepEqual(sent, [["/order", { pieces: ["p2", "f1", "p1"] }]]);
  assert.equal(await list.move(list.items[0], 1), false);
  assert.deepEqual(list.items.map((item) => item.uuid), ["p2", "f1", "p1"]);
  assert.equal(await list.move(list.items[0], -1), true);
});

test("an edge leaves a tenth, and turns with the page", () => {
  assert.deepEqual(withEdge([0, 0, 1, 1], "left", 0.2), [0.2, 0, 1, 1]);
  assert.deepEqual(withEdge([0.5, 0, 1, 1], "right", 0.1), [0.5, 0, 0.6, 1]);
  assert.deepEqual(edgesNear([0, 0, 1, 1], 0.02, 0.98), ["left", "bottom"]);
  assert.deepEqual(edgesNear([0, 0, 1, 1], 0.5, 0.5), []);
  const crop = [0.1, 0.2, 0.8, 0.7];
  const round = turnedCrop(turnedCrop(turnedCrop(turnedCrop(crop))));
  crop.forEach((edge, place) => assert.ok(Math.abs(edge - round[place]) < 1e-9));
});

test("the clock shows hours, and says when little is left", () => {
  assert.deepEqual([clockText(3909), clockText(309), clockText(0.2)], ["1:05:09", "5:09", "0:01"]);
  assert.deepEqual([markPassed(601, 600), markPassed(700, 650), markPassed(null, 5), markPassed(61, 60)], [10, 0, 0, 1]);
});
