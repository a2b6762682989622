import assert from "node:assert/strict"
import { test } from "node:test"

import { submitOnce } from "./once.js"

function page() {
  const form = {
    dataset: { once: "" },
    hasAttribute: (name) => name === "data-once",
  }
  const document = new EventTarget()
  document.querySelectorAll = () => [form]
  const window = new EventTarget()
  submitOnce(document, window)
  const submit = () => {
    const event = new Event("submit", { cancelable: true })
    Object.defineProperty(event, "target", { value: form })
    document.dispatchEvent(event)
    return !event.defaultPrevented
  }
  return { submit, window, form }
}

test("a form is sent once", () => {
  const { submit } = page()
  assert.equal(submit(), true)
  assert.equal(submit(), false)
})

test("after the Back button it can be sent again", () => {
  const { submit, window } = page()
  submit()
  window.dispatchEvent(new Event("pageshow"))
  assert.equal(submit(), true)
})

test("other forms are left alone", () => {
  const { submit, form } = page()
  form.hasAttribute = () => false
  assert.equal(submit(), true)
  assert.equal(submit(), true)
})
