import assert from "node:assert/strict";
import test from "node:test";
import { refusalOf, tierOf } from "./ladder.js";

const DEVICES = {
  computer: { canRecord: true, canShareScreen: true, canTakePictures: true },
  phone: { canRecord: true, canShareScreen: false, canTakePictures: true },
  oldPhone: { canRecord: false, canShareScreen: false, canTakePictures: true },
  cameraless: { canRecord: false, canShareScreen: false, canTakePictures: false },
};

for (const [device, tiers, tier, refusal] of [
  ["computer", "ABC", "A", ""], ["computer", "BC", "B", ""], ["computer", "C", "C", ""],
  ["computer", "S", "S", ""], ["oldPhone", "S", "", "videoless"],
  ["phone", "ABC", "B", ""], ["phone", "AC", "C", ""], ["phone", "A", "", "screenless"],
  ["oldPhone", "ABC", "C", ""], ["oldPhone", "AB", "", "videoless"], ["oldPhone", "A", "", "videoless"],
  ["cameraless", "ABC", "", "unsupported"], ["cameraless", "", "", "unsupported"],
]) {
  test("a " + device + " where " + (tiers || "nothing") + " is allowed: " + (tier || refusal), () => {
    assert.equal(tierOf(DEVICES[device], tiers.split("")), tier);
    assert.equal(refusalOf(DEVICES[device], tiers.split("")), refusal);
  });
}
