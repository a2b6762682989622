import assert from "node:assert/strict";
import test from "node:test";
import { prepare } from "./calendar.js";

function scene(copies) {
  const field = { selected: 0, select() { this.selected += 1; } };
  const button = {
    hidden: true, textContent: "Copy", dataset: { copy: "address", copied: "Copied" },
    addEventListener: (name, act) => { button[name] = act; },
  };
  prepare(button, { getElementById: (id) => (id === "address" ? field : null), execCommand: () => copies });
  return { field, button };
}

test("the button appears, selects the address and says that it was copied", () => {
  const { field, button } = scene(true);
  assert.equal(button.hidden, false);
  button.click();
  assert.deepEqual([field.selected, button.textContent], [1, "Copied"]);
});

test("where nothing was copied the address stays selected and nothing is claimed", () => {
  const { field, button } = scene(false);
  button.click();
  assert.deepEqual([field.selected, button.textContent], [1, "Copy"]);
});
