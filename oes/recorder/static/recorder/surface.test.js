import assert from "node:assert/strict";
import test from "node:test";
import { judgeSurface } from "./surface.js";

const screen = { width: 1920, height: 1080 };
const cases = [
  ["the browser's word stands", { displaySurface: "monitor" }, "x", "monitor"],
  ["a window is a window", { displaySurface: "window" }, "x", "window"],
  ["any other surface is a tab", { displaySurface: "application" }, "x", "browser"],
  ["Firefox: a screen by name and shape", { width: 1280, height: 720 }, "Primary Monitor", "monitor"],
  ["Firefox: a named screen of another shape", { width: 1280, height: 1024 }, "Primary Monitor", "unverified"],
  ["Firefox: a window by name and shape", { width: 900, height: 700 }, "Notes - Editor", "window"],
  ["Firefox: a full-screen window cannot be told", { width: 1920, height: 1080 }, "Notes", "unverified"],
  ["nothing is known", {}, "", "unverified"],
];

cases.forEach(([name, settings, label, expected]) => {
  test(name, () => assert.equal(judgeSurface(settings, label, screen), expected));
});
