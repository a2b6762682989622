// The lines of a pack's chain: read them, and say where they do not hold. The same as links.py.

import { isRecord, jsonOf } from "./bytes.js"

const NOTHING_BEFORE = "0".repeat(64)
// Links that tell of a segment's bytes; the second came after the end, and a person decides whether it counts.
export const SEGMENTS = ["segment_stored", "segment_unannounced"]
const TEXTS = ["subject", "at", "action", "previous"]

// A line has the hash of its bytes, and what it says; `body` is null where that cannot be read.
export async function linesOf(bytes, digestOf) {
  const lines = []
  let start = 0
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
    const raw = bytes.subarray(start, end)
    lines.push({ digest: await digestOf(raw), body: linkOf(raw) })
    start = end + 1
  }
  if (start < bytes.length) lines.push({ digest: NOTHING_BEFORE, body: null })
  return lines
}

// The hashes of the lines by the number that each gives itself; one that cannot be read follows the last.
export function numbered(lines) {
  const numbers = new Map()
  let number = 0
  for (const line of lines) {
    number = line.body ? line.body.sequence : number + 1
    numbers.set(number, line.digest)
  }
  return numbers
}

// `last`: the hash of the last line that is signed; null where none is.
export function brokenLinks(lines, subject, last) {
  const found = []
  let expected = 1
  let before = NOTHING_BEFORE
  lines.forEach(({ body, digest }, place) => {
    if (!body) {
      found.push({ code: "link_unreadable", values: { link: expected } })
      expected += 1
      before = ""
      return
    }
    const number = body.sequence
    if (number > expected) {
      found.push({ code: "links_missing", values: { link: expected, to: number - 1 } })
    } else if (number < expected) {
      found.push({ code: "link_misplaced", values: { link: number, stands: expected } })
    } else if (before && body.previous !== before) {
      found.push(changed(lines, place, last))
    }
    if (subject !== null && body.subject !== subject) found.push({ code: "link_foreign", values: at(body) })
    expected = number + 1
    before = digest
  })
  return once(found)
}

// Of two lines that do not follow each other the later one was changed, unless others vouch for it.
function changed(lines, place, last) {
  const following = place + 1 < lines.length ? lines[place + 1].body : null
  const vouched = following ? following.previous : last
  const guilty = place && vouched === lines[place].digest ? place - 1 : place
  return { code: "link_changed", values: at(lines[guilty].body) }
}

function at(body) {
  return { link: body.sequence, action: body.action, ...segmentPlace(body) }
}

// Track and seconds of a link that tells of a stored segment; nothing for the others.
export function segmentPlace({ action, content }) {
  if (!SEGMENTS.includes(action) || typeof content.track !== "string") return {}
  const { track, start, end } = content
  return typeof start === "number" && typeof end === "number" ? { track, start, end } : { track }
}

function linkOf(raw) {
  const body = jsonOf(raw)
  if (!isRecord(body) || !isRecord(body.content)) return null
  return TEXTS.every((name) => typeof body[name] === "string") && Number.isInteger(body.sequence) ? body : null
}

function once(findings) {
  const seen = []
  return findings.filter((finding) => {
    const text = JSON.stringify(finding)
    const isNew = !seen.slice(-3).includes(text)
    if (isNew) seen.push(text)
    return isNew
  })
}
