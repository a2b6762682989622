// Proves that the linters guard the students' floor: what the oldest browsers cannot read is refused.
import assert from "node:assert/strict"
import { test } from "node:test"
import { ESLint } from "eslint"
import stylelint from "stylelint"

const eslint = new ESLint()

async function scriptComplaints(code, filePath) {
  const [result] = await eslint.lintText(code, { filePath })
  return result.messages.map((message) => message.message).join("\n")
}

async function sheetComplaints(code, codeFilename) {
  const { results } = await stylelint.lint({ code, codeFilename })
  return results[0].warnings.map((warning) => warning.text).join("\n")
}

const RECORDER = "oes/recorder/static/recorder/snippet.js"
const EMBED = "oes/integrations/embed/static/embed/snippet.js"
const REVIEW = "oes/review/static/review/snippet.js"

for (const [what, code] of [
  ["?.", "export const name = (student) => student?.name\n"],
  ["??", "export const name = (student) => student ?? null\n"],
  ["a private field", "export class Outbox { #store = null; read() { return this.#store } }\n"],
  ["catch without a name", "export function read() { try { return JSON.parse('1') } catch { return 0 } }\n"],
  ["Promise.allSettled", "export const all = (list) => Promise.allSettled(list)\n"],
  ["crypto.randomUUID", "export const key = () => crypto.randomUUID()\n"],
  ["structuredClone", "export const copy = (value) => structuredClone(value)\n"],
  ["Array.at", "export const last = (list) => list.at(-1)\n"],
  ["Blob.arrayBuffer", "export const bytes = (blob) => blob.arrayBuffer()\n"],
]) {
  test(`it refuses ${what} in students' scripts`, async () => {
    assert.notEqual(await scriptComplaints(code, RECORDER), "")
    assert.notEqual(await scriptComplaints(code, EMBED), "")
    assert.equal(await scriptComplaints(code, REVIEW), "")
  })
}

test("it lets students' scripts use async functions and MediaRecorder", async () => {
  const code = "export async function run(stream) {\n  await stream\n  return new MediaRecorder(stream)\n}\n"
  assert.equal(await scriptComplaints(code, RECORDER), "")
})

test("it refuses console in every script", async () => {
  assert.match(await scriptComplaints("console.log(1)\n", REVIEW), /console/)
})

test("it refuses @layer in students' sheets", async () => {
  const code = "@layer base {\n  p {\n    margin: 0;\n  }\n}\n"
  assert.match(await sheetComplaints(code, "oes/recorder/static/recorder/snippet.css"), /layer/)
  assert.equal(await sheetComplaints(code, "oes/review/static/review/snippet.css"), "")
})

test("it refuses gap in students' flex boxes", async () => {
  const code = ".row {\n  display: flex;\n  gap: 1rem;\n}\n"
  assert.match(await sheetComplaints(code, "oes/recorder/static/recorder/snippet.css"), /gap/)
})

test("it lets students' sheets use grids and custom properties", async () => {
  const code = ":root {\n  --space: 1rem;\n}\n\n.page {\n  display: grid;\n  padding: var(--space);\n}\n"
  assert.equal(await sheetComplaints(code, "oes/recorder/static/recorder/snippet.css"), "")
})
