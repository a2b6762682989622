import assert from "node:assert";
import { test } from "node:test";

import { ReportLink } from "./report_link.js";

function page() {
  const element = { children: [], querySelector: () => element.children[0] || null, appendChild: (child) => element.children.push(child) };
  return { element, document: { createElement: () => ({}) } };
}

function links(address = "/help/problems/new/?attempt=7") {
  const { element, document } = page();
  const made = new ReportLink({ document, address, words: "Report" });
  made.remember("camera_in_use", "Another program is using the camera.");
  return { element, made };
}

test("the report names the attempt and the sentence", () => {
  const { made } = links();
  assert.equal(made.of("Another program is using the camera."), "/help/problems/new/?attempt=7&sentence=camera_in_use");
  assert.equal(made.of("Another program is using the camera. Open Help."), "/help/problems/new/?attempt=7&sentence=camera_in_use");
});

test("a sentence that nobody knows is reported without a name", () => {
  assert.equal(links().made.of("Something else"), "/help/problems/new/?attempt=7");
});

test("one link is put, follows the sentence, and goes when all is well", () => {
  const { element, made } = links();
  made.put(element, "Fine", false);
  assert.equal(element.children.length, 0);
  made.put(element, "Something else", true);
  made.put(element, "Another program is using the camera.", true);
  assert.equal(element.children.length, 1);
  assert.equal(element.children[0].href, "/help/problems/new/?attempt=7&sentence=camera_in_use");
  made.put(element, "Fine", false);
  assert.equal(element.children[0].hidden, true);
});

test("a page without an attempt has no link", () => {
  const { element, made } = links("");
  made.put(element, "Something else", true);
  assert.equal(element.children.length, 0);
});
