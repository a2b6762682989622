import assert from "node:assert/strict";
import test from "node:test";
import { ownTimes, showOwnTimes } from "./own_zone.js";

const HOUR = 3600;
const FROM = { at: Date.UTC(2027, 0, 10, 4) / 1000, offset: 5 * HOUR };
const TO = { at: Date.UTC(2027, 0, 10, 7) / 1000, offset: 5 * HOUR };
const ALMATY = "Asia/Almaty";

function within(zone, look) {
  const before = process.env.TZ;
  process.env.TZ = zone;
  try {
    return look();
  } finally {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  }
}

test("a device in another zone is told its own time", () => {
  const told = { from: FROM, to: TO, zone: ALMATY, zoneHere: "Europe/Berlin" };
  assert.equal(within("Europe/Berlin", () => ownTimes(told)), "10.01.2027 05:00 – 08:00");
});

test("a span over midnight names both days", () => {
  const told = { from: FROM, to: TO, zone: ALMATY, zoneHere: "America/New_York" };
  assert.equal(within("America/New_York", () => ownTimes(told)), "09.01.2027 23:00 – 10.01.2027 02:00");
});

test("where both clocks show the same, nothing is told", () => {
  const told = { from: FROM, to: TO, zone: ALMATY, zoneHere: "Asia/Tashkent" };
  assert.equal(within("Asia/Tashkent", () => ownTimes(told)), null);
});

test("a device of the same zone with old rules is told nothing wrong", () => {
  const told = { from: FROM, to: TO, zone: ALMATY, zoneHere: ALMATY };
  assert.equal(within("Asia/Bishkek", () => ownTimes(told)), null);
});

test("a clock that changes between begin and end counts as another one", () => {
  // Berlin goes to summer time on 28 March 2027 at 01:00 UTC: both clocks agree before it, not after.
  const at = Date.UTC(2027, 2, 28, 0) / 1000;
  const told = { from: { at, offset: HOUR }, to: { at: at + 2 * HOUR, offset: HOUR }, zone: "X", zoneHere: "Y" };
  assert.equal(within("Europe/Berlin", () => ownTimes(told)), "28.03.2027 01:00 – 04:00");
});

test("the page's lines are filled and shown", () => {
  const parts = { "[data-times]": {}, "[data-zone]": {} };
  const line = {
    hidden: true,
    dataset: { from: `${FROM.at} ${FROM.offset}`, to: `${TO.at} ${TO.offset}`, zone: ALMATY },
    querySelector: (name) => parts[name],
  };
  within("Europe/Berlin", () => showOwnTimes({ querySelectorAll: () => [line] }, "Europe/Berlin"));
  assert.equal(line.hidden, false);
  assert.equal(parts["[data-times]"].textContent, "10.01.2027 05:00 – 08:00");
  assert.equal(parts["[data-zone]"].textContent, "Europe/Berlin");
});
