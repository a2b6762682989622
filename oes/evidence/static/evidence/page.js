// The page around the verifier. It loads nothing: everything stands in its one file.

import { isHash } from "./bytes.js"
import { cryptoOf } from "./crypto.js"
import { verify } from "./verify.js"
import { told } from "./words.js"

const RECEIPT = /^OES1:[0-9A-F-]{36}:[0-9]+:([0-9A-F]{64}):([0-9A-F]{64})$/
const all = JSON.parse(document.querySelector("#words").textContent)
const byId = (id) => document.getElementById(id)
let language = Object.keys(all).find((code) => navigator.language.startsWith(code)) ?? "ru"
let report = null

for (const code of Object.keys(all)) {
  const button = element("button", all[code].page.language)
  button.type = "button"
  button.lang = code
  button.addEventListener("click", () => speak(code))
  byId("languages").append(button)
}
byId("form").addEventListener("submit", check)
byId("picture").addEventListener("change", scan)
byId("scan").hidden = !("BarcodeDetector" in window)
speak(language)

function speak(code) {
  language = code
  document.documentElement.lang = code
  document.title = all[code].page.title
  for (const place of document.querySelectorAll("[data-word]")) place.textContent = all[code].page[place.dataset.word]
  for (const button of byId("languages").children) button.setAttribute("aria-pressed", String(button.lang === code))
  if (report) show()
}

async function check(event) {
  event.preventDefault()
  const keys = byId("key").value.split(/[,;]/).map(digits).filter(Boolean)
  const receipt = digits(byId("receipt").value)
  complain([...keys, receipt || "0".repeat(64)].every(isHash) ? "" : "not_digits")
  const file = byId("file").files[0]
  if (!file || !byId("problem").hidden) return
  const bar = byId("progress")
  bar.hidden = false
  bar.value = 0
  byId("result").replaceChildren()
  try {
    const read = async (start, end) => new Uint8Array(await file.slice(start, end).arrayBuffer())
    const progress = (done, count) => (bar.value = done / count)
    report = await verify({ size: file.size, read }, cryptoOf(crypto.subtle), { keys, receipt, progress })
    show()
  } catch {
    complain("not_read")
  } finally {
    bar.hidden = true
  }
}

function show() {
  const { outcome, findings, facts } = told(report, all[language])
  const box = element("p", outcome)
  box.className = `outcome ${report.outcome}`
  const list = document.createElement("ul")
  list.append(...findings.map((finding) => element("li", finding)))
  const rows = document.createElement("dl")
  for (const [label, value] of facts) rows.append(element("dt", label), element("dd", value))
  const head = facts.length ? [element("h2", all[language].page.facts), rows] : []
  byId("result").replaceChildren(box, ...(findings.length ? [list] : []), ...head)
}

// A hash as people copy it: spaces, colons, hyphens and capital letters make no difference. Of the text of a QR code the
// hash of the head.
function digits(text) {
  const [, head] = RECEIPT.exec(text.replace(/\s/g, "").toUpperCase()) ?? []
  return (head ?? text).replace(/[\s:-]/g, "").toLowerCase()
}

async function scan() {
  const [file] = byId("picture").files
  if (!file) return
  try {
    const found = await new window.BarcodeDetector({ formats: ["qr_code"] }).detect(await createImageBitmap(file))
    const [, head, key] = found.map(({ rawValue }) => RECEIPT.exec(rawValue.toUpperCase())).find(Boolean)
    byId("receipt").value = head.toLowerCase()
    if (!byId("key").value) byId("key").value = key.toLowerCase()
    complain("")
  } catch {
    complain("not_scanned")
  }
}

function complain(name) {
  byId("problem").textContent = name ? all[language].page[name] : ""
  byId("problem").hidden = !name
}

function element(name, text) {
  const made = document.createElement(name)
  made.textContent = text
  return made
}
