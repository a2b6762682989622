// Proves that the linters guard the students' floor: what the oldest browsers cannot read is refused.
import assert from "node:assert/strict"
import { globSync, readFileSync } from "node:fs"
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
  ["String.replaceAll", "export const plain = (text) => text.replaceAll('-', '')\n"],
  ["Object.fromEntries", "export const made = (pairs) => Object.fromEntries(pairs)\n"],
  ["an object's spread", "export const copy = (one) => ({ ...one })\n"],
  ["import()", "export const load = (name) => import(name)\n"],
  ["ResizeObserver", "export const watch = (call) => new ResizeObserver(call)\n"],
  ["requestIdleCallback", "export const later = (call) => requestIdleCallback(call)\n"],
  ["BroadcastChannel", "export const line = () => new BroadcastChannel('line')\n"],
  ["requestSubmit", "export const send = (form) => form.requestSubmit()\n"],
  ["Array.at", "export const last = (list) => list.at(-1)\n"],
  ["Blob.arrayBuffer", "export const bytes = (blob) => blob.arrayBuffer()\n"],
]) {
  test(`it refuses ${what} in students' scripts`, async () => {
    assert.notEqual(await scriptComplaints(code, RECORDER), "")
    assert.notEqual(await scriptComplaints(code, EMBED), "")
    assert.equal(await scriptComplaints(code, REVIEW), "")
  })
}

test("it lets students' scripts use what the floor has", async () => {
  const code = "export const all = (lists) => Promise.race(lists.flat().map((one) => one.padStart(2).trimEnd()))\n"
  assert.equal(await scriptComplaints(code, RECORDER), "")
  assert.equal(await scriptComplaints("export const stop = () => new AbortController().abort()\n", EMBED), "")
})

/* The templates of pages that a student opens, and the scripts that they load. */
function studentsTemplates() {
  const folders = ["oes/recorder/templates", "oes/accounts/templates", "oes/integrations/*/templates"]
  return folders.flatMap((folder) => globSync(folder + "/**/*.html")).concat("templates/plain.html", globSync("templates/4*.html"))
}

function scriptsOf(template) {
  const text = readFileSync(template, "utf8")
  return [...text.matchAll(/<script(?![^>]*application\/json)([^>]*)>/g)].map(([, inside]) => {
    const named = /\{% static '([^']+\.js)' %\}/.exec(inside)
    return named ? globSync(`{static,oes/*/static,oes/integrations/*/static}/${named[1]}`)[0] : `inline in ${template}`
  })
}

test("every script of a page that students open is held to the floor", async () => {
  const loaded = [...new Set(studentsTemplates().flatMap(scriptsOf))]
  assert.ok(loaded.includes("oes/recorder/static/recorder/main.js") && loaded.includes("static/base/main.js"), loaded.join())
  for (const script of loaded.concat("oes/integrations/embed/static/embed/oes-embed.js")) {
    const config = await eslint.calculateConfigForFile(script)
    assert.equal(config.languageOptions.ecmaVersion, 2017, script)
    assert.equal(config.rules["compat/compat"][0], 2, script)
  }
})

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
