import assert from "node:assert/strict";
import test from "node:test";
import { Steps } from "./steps.js";
import { Way } from "./way.js";

const computer = { canRecord: true, canShareScreen: true, canTakePictures: true };
const oldPhone = { canRecord: false, canShareScreen: false, canTakePictures: true };

/* A page whose lease has just been given: `run` is the server's word. */
function way({ abilities = computer, tiers = ["A", "B", "C"], state = "created", tier = "A", challenge = false, weak = false } = {}) {
  const shown = [];
  const begun = [];
  const policy = { tiers, challenge_at_start: challenge };
  const view = { onClick: () => null, preview: () => null, write: () => null, sentence: (key) => key };
  const made = new Way({
    view, config: { secure: true, tiers, endedSecondsAgo: null, note: { weak: () => weak } }, store: { persistent: true }, checkMarks: [],
    marks: { endCheckDone: () => false }, capture: Object.assign({ abilities, pictures: false }, abilities),
    steps: new Steps({ show: (step) => shown.push(step) }), sources: { policy, close: () => begun.push("closed") },
    device: { begin: (...told) => begun.push(told), marks: [] }, identity: { begin: () => null, marks: [] },
    challenge: { begin: () => null }, api: { post: async () => ({ ok: true, body: {} }) },
  });
  return { made, shown, begun, goOn: () => made.goOn({ state, tier, policy }) };
}

test("a computer shares its screen, an old phone takes pictures", async () => {
  for (const [abilities, tier, pictures] of [[computer, "A", false], [oldPhone, "C", true]]) {
    const { made, begun, goOn } = way({ abilities });
    await goOn();
    assert.deepEqual([made.tier, made.capture.pictures, begun], [tier, pictures, [[tier, ""]]]);
  }
});

test("a device that a rehearsal found too slow for video takes pictures, where the rules allow them", async () => {
  const slow = way({ weak: true });
  await slow.goOn();
  assert.deepEqual([slow.made.tier, slow.made.capture.pictures, slow.begun], ["C", true, [["C", "camera_weak"]]]);
  const strict = way({ weak: true, tiers: ["A", "B"] });
  await strict.goOn();
  assert.deepEqual([strict.made.tier, strict.begun], ["A", [["A", ""]]]);
});

test("after a reload the tier stays as it was told", async () => {
  const { made, shown, goOn } = way({ state: "started", tier: "C" });
  await goOn();
  assert.deepEqual([made.tier, made.capture.pictures, shown], ["C", true, ["resume"]]);
});

test("an attempt that began with video goes on with pictures where a browser records none", async () => {
  const { made, goOn } = way({ abilities: oldPhone, state: "started", tier: "B" });
  await goOn();
  assert.deepEqual([made.tier, made.capture.pictures], ["B", true]);
});

test("a device whose video cannot be read begins anew with pictures", async () => {
  const { made, shown, begun, goOn } = way();
  await goOn();
  made.devicesReady();
  made.videoUnreadable();
  assert.deepEqual([made.tier, made.capture.pictures, shown[shown.length - 1]], ["C", true, "device"]);
  assert.deepEqual(begun.slice(1), ["closed", ["C", "camera_unreadable"]]);
});

test("where the rules allow no pictures it stays as it is", async () => {
  const { made, shown, goOn } = way({ tiers: ["A", "B"] });
  await goOn();
  made.devicesReady();
  made.videoUnreadable();
  assert.deepEqual([made.tier, shown[shown.length - 1]], ["A", "identity"]);
});

test("pictures are asked for no movement", async () => {
  for (const [abilities, step] of [[computer, "challenge"], [oldPhone, "ok"]]) {
    const { made, shown, goOn } = way({ abilities, challenge: true });
    await goOn();
    made.devicesReady();
    await made.identityDone();
    assert.equal(shown[shown.length - 1], step);
  }
});
