import assert from "node:assert/strict";
import test from "node:test";
import { EventQueue } from "./events.js";
import { FakeApi, FakeClock } from "./fakes.test.js";
import { MemoryStore } from "./store.js";

function queue(...answers) {
  const api = new FakeApi(...answers);
  const clock = new FakeClock();
  const events = new EventQueue({ attempt: "a", store: new MemoryStore(), spare: new MemoryStore(), api, clock, wallNow: () => new Date(0) });
  return { api, clock, events };
}

test("events keep their place until the server has them", async () => {
  const { api, clock, events } = queue({ status: 0 }, { status: 200 });
  await events.begin("run-1");
  clock.at = 4.5;
  await events.add("track_ended", "screen");
  await events.flush();
  await events.flush();
  const told = { sequence: 0, kind: "track_ended", at_seconds: 4.5, wall: "1970-01-01T00:00:00.000Z", detail: "screen" };
  assert.deepEqual(api.asked.map((call) => call.content), [{ run_key: "run-1", events: [told] }, { run_key: "run-1", events: [told] }]);
  assert.deepEqual(await events.waiting(), []);
});

test("what is known only later keeps the moment at which it happened, on both clocks", async () => {
  const { clock, events } = queue();
  await events.begin("run-1");
  clock.at = 30;
  await events.add("server_down", "503", 12);
  await events.add("asleep", "20", -20);
  const told = (await events.waiting()).map((one) => [one.at_seconds, one.wall]);
  assert.deepEqual(told, [[18, "1969-12-31T23:59:48.000Z"], [50, "1970-01-01T00:00:00.000Z"]]);
});

test("what happened before the run belongs to it", async () => {
  const { api, events } = queue({ status: 200 });
  await events.add("hidden");
  await events.begin("run-2");
  await events.flush();
  assert.equal(api.asked[0].content.run_key, "run-2");
});

test("each run counts from 0 and is sent by itself", async () => {
  const { api, events } = queue({ status: 200 });
  await events.begin("one");
  await events.add("hidden");
  await events.begin("two");
  await events.add("visible");
  await events.flush();
  assert.deepEqual(api.asked.map((call) => [call.content.run_key, call.content.events[0].sequence]), [["one", 0], ["two", 0]]);
});
