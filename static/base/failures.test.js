import assert from "node:assert/strict"
import { test } from "node:test"

import { tellOfFailures } from "./failures.js"

const HERE = "https://exam.example/students/?name=a"

function page() {
  const note = { hidden: true }
  const document = new EventTarget()
  document.getElementById = () => note
  const location = { href: HERE, reloads: 0, reload: () => (location.reloads += 1) }
  tellOfFailures(document, location)
  const swap = (responseURL, status = 200) => {
    const detail = { shouldSwap: true, requestConfig: { path: "/students/" }, xhr: { responseURL, status } }
    document.dispatchEvent(Object.assign(new Event("htmx:beforeSwap"), { detail }))
    return detail.shouldSwap
  }
  return { document, location, note, swap }
}

test("an answer that does not come is told, and forgotten with the next one", () => {
  const { document, note, swap } = page()
  document.dispatchEvent(new Event("htmx:sendError"))
  assert.equal(note.hidden, false)
  assert.equal(swap(HERE), true)
  assert.equal(note.hidden, true)
})

test("an ended sign-in loads the page anew", () => {
  const { location, swap } = page()
  assert.equal(swap("https://exam.example/sign-in/?next=/students/"), false)
  assert.equal(location.reloads, 1)
})
