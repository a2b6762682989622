import assert from "node:assert/strict"
import { test } from "node:test"

import { fill, FormDraft, valuesOf } from "./draft.js"

function shelf() {
  const items = new Map()
  return {
    items,
    getItem: (key) => (items.has(key) ? items.get(key) : null),
    setItem: (key, value) => items.set(key, value),
    removeItem: (key) => items.delete(key),
  }
}

function fields() {
  return [
    { name: "csrfmiddlewaretoken", type: "hidden", value: "secret" },
    { name: "uuid", type: "hidden", value: "first" },
    { name: "text", type: "textarea", value: "" },
    { name: "lines", type: "checkbox", value: "a", checked: false },
    { name: "lines", type: "checkbox", value: "b", checked: false },
    { name: "files", type: "file", value: "C:\\fakepath\\a.pdf" },
    { name: "", type: "submit", value: "" },
  ]
}

test("what was typed and ticked comes back, without token and files", () => {
  const typed = fields()
  typed[2].value = "I was alone"
  typed[4].checked = true
  const draft = new FormDraft({ storage: shelf(), key: "x", now: () => 0 })
  draft.keep(valuesOf(typed))
  assert.deepEqual(draft.read(), { uuid: ["first"], text: ["I was alone"], lines: ["b"] })
  const anew = fields()
  anew[1].value = "second"
  assert.equal(fill(anew, draft.read()), true)
  assert.deepEqual([anew[1].value, anew[2].value, anew[3].checked, anew[4].checked], ["first", "I was alone", false, true])
  assert.equal(anew[0].value, "secret")
})

test("a draft that says what the form says already is no news", () => {
  const anew = fields()
  anew[1].value = "second"
  assert.equal(fill(anew, valuesOf(fields())), false)
})

test("an old draft, a broken one and a missing store are none", () => {
  const storage = shelf()
  let now = 0
  const draft = new FormDraft({ storage, key: "x", now: () => now })
  draft.keep({ text: ["a"] })
  now = 4 * 24 * 3600 * 1000
  assert.equal(draft.read(), null)
  assert.equal(storage.items.size, 0)
  storage.setItem("oes-appeal-x", "{broken")
  assert.equal(draft.read(), null)
  const none = new FormDraft({ storage: null, key: "x", now: () => 0 })
  none.keep({ text: ["a"] })
  none.forget()
  assert.equal(none.read(), null)
})
