import assert from "node:assert/strict";
import test from "node:test";
import { quickTimeHead } from "./stills_file.js";

/* What anybody needs to read the file: where a box is, and four of its tables. */
function boxAt(view, path, from, until) {
  for (let at = from; at < until; at += view.getUint32(at)) {
    const name = String.fromCharCode(...new Uint8Array(view.buffer, at + 4, 4));
    if (name !== path[0]) continue;
    return path.length === 1 ? at + 8 : boxAt(view, path.slice(1), at + 8, at + view.getUint32(at));
  }
  return null;
}

const TABLE = ["moov", "trak", "mdia", "minf", "stbl"];

function read(head) {
  const view = new DataView(head);
  const table = (name) => boxAt(view, TABLE.concat(name), 0, head.byteLength - 8);
  const [sizes, times, chunk] = [table("stsz"), table("stts"), table("stco")];
  let at = view.getUint32(chunk + 8);
  return Array.from({ length: view.getUint32(sizes + 8) }, (_, index) => {
    const size = view.getUint32(sizes + 12 + 4 * index);
    at += size;
    return { from: at - size, size, ms: view.getUint32(times + 12 + 8 * index) };
  });
}

test("a reader finds each picture, its bytes and its time", () => {
  const pictures = [{ size: 5000, ms: 1000 }, { size: 70001, ms: 1250 }, { size: 1, ms: 300 }];
  const head = quickTimeHead({ width: 320, height: 240, pictures });
  const found = read(head);
  assert.deepEqual(found.map(({ size, ms }) => ({ size, ms })), pictures);
  assert.deepEqual(found.map(({ from }) => from - head.byteLength), [0, 5000, 75001]);
});

test("it begins as QuickTime, and its last box ends with the last picture", () => {
  const head = quickTimeHead({ width: 320, height: 240, pictures: [{ size: 5000, ms: 1000 }] });
  const view = new DataView(head);
  const letters = (at) => String.fromCharCode(...new Uint8Array(head, at, 4));
  assert.deepEqual([letters(4), letters(8)], ["ftyp", "qt  "]);
  assert.deepEqual([view.getUint32(head.byteLength - 8), letters(head.byteLength - 4)], [5008, "mdat"]);
});

test("eight pictures need less than 800 bytes beside themselves", () => {
  const pictures = Array.from({ length: 8 }, () => ({ size: 6000, ms: 1000 }));
  assert.ok(quickTimeHead({ width: 320, height: 240, pictures }).byteLength < 800);
});
