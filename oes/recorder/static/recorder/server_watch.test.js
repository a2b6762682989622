import assert from "node:assert/strict";
import test from "node:test";
import { ServerWatch } from "./server_watch.js";

function watch(online = true) {
  const told = [];
  const line = { online };
  const events = { add: (kind, detail, ago) => told.push([kind, detail, ago]) };
  const made = new ServerWatch({ events, clock: { running: true }, now: () => 20000, online: () => line.online });
  return { told, line, hear: (status, method = "GET", askedAt = 10000) => made.heard({ status }, method, askedAt), made };
}

test("a refusal for want of room or reach is told at once, and its end", () => {
  const { told, hear } = watch();
  hear(503);
  hear(503);
  hear(200);
  hear(200);
  assert.deepEqual(told, [["server_down", "503", 10], ["server_up", undefined, undefined]]);
});

test("one lost answer is nothing, two are told from the first on", () => {
  const { told, hear } = watch();
  hear(0, "GET", 5000);
  hear(200);
  hear(0, "GET", 8000);
  hear(0, "GET", 12000);
  assert.deepEqual(told, [["server_down", "no_answer", 12]]);
});

test("a device that is offline says nothing about the server", () => {
  const { told, hear, line } = watch(false);
  hear(0);
  hear(0);
  line.online = true;
  hear(0);
  assert.deepEqual(told, []);
});

test("refusals of segments last until a segment is taken, whatever else is answered", () => {
  const { told, hear } = watch();
  hear(503, "PUT");
  hear(200);
  hear(0);
  hear(0);
  hear(200);
  hear(201, "PUT");
  assert.deepEqual(told.map((one) => one[0]), ["server_down", "server_up"]);
});

test("an answer that refuses for good reasons is an answer", () => {
  const { told, hear } = watch();
  [400, 401, 409, 429, 500].forEach((status) => hear(status));
  assert.deepEqual(told, []);
});

test("before OK nobody loses time", () => {
  const { told, made } = watch();
  made.clock.running = false;
  made.heard({ status: 503 }, "GET", 0);
  assert.deepEqual(told, []);
});
