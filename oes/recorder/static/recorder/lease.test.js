import assert from "node:assert/strict";
import test from "node:test";
import { AttemptClock } from "./clock.js";
import { FakeApi } from "./fakes.test.js";
import { Lease } from "./lease.js";

function lease(...answers) {
  const seen = { states: [], lost: 0 };
  const now = () => 0;
  const api = new FakeApi(...answers);
  const made = new Lease({ api, clock: new AttemptClock({ now }), now, newKey: () => "k", onState: (state) => seen.states.push(state.state), onLost: () => (seen.lost += 1) });
  return { api, seen, lease: made };
}

const run = { status: 201, body: { run: 1, run_key: "k", state: "started", elapsed_seconds: 12 } };

test("a run sets the clock", async () => {
  const { lease: held } = lease(run);
  await held.begin(false);
  assert.equal(held.clock.seconds(), 12);
});

test("a held lease is told, not taken", async () => {
  const { lease: other, api } = lease({ status: 409, code: "lease_held" });
  assert.equal((await other.begin(false)).code, "lease_held");
  assert.deepEqual(api.asked[0].content, { take_over: false, run_key: "k" });
  assert.equal(other.held, false);
});

test("a take-over is noticed once", async () => {
  const { lease: held, seen } = lease(run, { status: 200, body: { holds_lease: false, state: "started" } });
  await held.begin(false);
  await held.poll();
  await held.poll();
  assert.equal(seen.lost, 1);
});

test("no answer changes nothing", async () => {
  const { lease: held, seen } = lease(run, { status: 0 });
  await held.begin(false);
  assert.equal(await held.poll(), false);
  assert.deepEqual([seen.lost, seen.states.length, held.held], [0, 0, true]);
});
