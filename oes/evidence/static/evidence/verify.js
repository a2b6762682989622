// Verifying an evidence pack. The rules stand in docs/evidence-pack.md; the same as verify.py, step by step, and a test
// holds both to the same findings over the same packs.

import { isHash, isRecord, jsonOf } from "./bytes.js"
import { frameOf, Unreadable } from "./frame.js"
import { headOf, headsOf, keysOf, wrongHeads } from "./heads.js"
import { brokenLinks, linesOf, numbered, SEGMENTS, segmentPlace } from "./links.js"

const FORMAT = 1
const MANIFEST = "manifest.json"
const LINKS = "chain/links.jsonl"
const HEAD = "chain/head.json"
const EARLIER = "chain/earlier-heads.jsonl"
const KEYS = "chain/keys.json"
const MOST_TEXT_BYTES = 256 * 1024 * 1024

// `source`: { size, read(start, end) }; `crypto`: what cryptoOf gives; `keys`: fingerprints that the reader trusts;
// `progress(done, all)` is told after each member.
export async function verify(source, crypto, { keys = [], receipt = "", progress = () => {} } = {}) {
  try {
    const frame = await frameOf(source)
    const pack = { source, crypto, frame, progress }
    const version = await versionOf(pack)
    if (version !== FORMAT) throw new Unreadable(version === null ? "not_pack" : "other_version")
    return await judged(pack, keys, receipt)
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return { outcome: "unreadable", findings: [{ code: error.code, values: {} }], facts: {} }
  }
}

async function versionOf(pack) {
  const manifest = jsonOf(await textBytes(pack, MANIFEST))
  if (isRecord(manifest) && "v" in manifest) return manifest.v
  return pack.frame.members.has(LINKS) ? FORMAT : null
}

async function judged(pack, keys, receipt) {
  const { digestOf, holds } = pack.crypto
  const lines = await linesOf(await textBytes(pack, LINKS), digestOf)
  const known = await keysOf(await textBytes(pack, KEYS), digestOf)
  const head = headOf(await textBytes(pack, HEAD))
  const heads = headsOf(await textBytes(pack, EARLIER))
  const last = lines.length ? lines[lines.length - 1].body?.sequence : undefined
  const signed = head && head.length === last ? head.head : null
  const findings = pack.frame.changed.map((member) => ({ code: "frame_changed", values: { member } }))
  findings.push(...brokenLinks(lines, head ? head.subject : null, signed))
  findings.push(...(await wrongHeads(lines, heads, head, known, keys, holds)))
  findings.push(...(await wrongMembers(pack, lines)))
  if (receipt && !lines.some(({ digest }) => digest === receipt)) {
    findings.push({ code: "receipt_absent", values: { receipt } })
  }
  const outcome = findings.length ? "tampered" : keys.length ? "clean" : "unsigned"
  return { outcome, findings, facts: await factsOf(pack, lines, head, receipt) }
}

async function wrongMembers(pack, lines) {
  const bodies = lines.map(({ body }) => body).filter(Boolean)
  const deleted = deletedOf(bodies)
  const expected = new Set([HEAD, LINKS])
  const { members } = pack.frame
  const told = [...packed(bodies), ...documents(bodies), ...media(bodies, members)]
  const found = []
  for (const [place, { name, sha256, kind, values }] of told.entries()) {
    expected.add(name)
    const member = members.get(name)
    if (member) {
      const digest = await pack.crypto.digest(pack.source, member.offset, member.offset + member.size)
      if (digest !== sha256) found.push({ code: `${kind}_changed`, values })
    } else if (!deleted.has(sha256)) {
      found.push({ code: `${kind}_missing`, values })
    }
    pack.progress(place + 1, told.length)
  }
  if (!bodies.some(({ action }) => action === "evidence_packed")) found.push({ code: "packing_missing", values: {} })
  for (const name of members.keys()) {
    if (!expected.has(name)) found.push({ code: "member_unknown", values: { member: name } })
  }
  return found
}

// What the newest link about packing lists: all members that no other link tells of.
function packed(bodies) {
  const members = bodies.filter(({ action }) => action === "evidence_packed").pop()?.content.members
  const told = isRecord(members) ? Object.entries(members) : []
  return told.map(([name, sha256]) => ({ name, sha256, kind: "member", values: { member: name } }))
}

// The documents that stand: the newest of each action and part, and those without a part.
function documents(bodies) {
  const newest = new Map()
  for (const body of bodies) {
    const { part, sha256 } = body.content
    if (!SEGMENTS.includes(body.action) && isHash(sha256)) {
      newest.set(JSON.stringify([body.action, typeof part === "string" ? part : body.sequence]), body)
    }
  }
  return [...newest.values()].map(({ sequence, action, content: { part, sha256 } }) => ({
    name: `documents/${sha256}.json`,
    sha256,
    kind: "document",
    values: { link: sequence, action, ...(typeof part === "string" ? { part } : {}) },
  }))
}

// The segments: `media/TRACK/RUN-SEQUENCE` with any extension.
function media(bodies, members) {
  const there = new Map()
  for (const name of members.keys()) {
    if (name.startsWith("media/")) there.set(name.slice(0, Math.max(0, name.lastIndexOf("."))), name)
  }
  return bodies
    .filter(({ action }) => SEGMENTS.includes(action))
    .map((body) => {
      const { track, run, sequence, sha256 } = body.content
      const stem = `media/${track}/${run}-${sequence}`
      const values = { link: body.sequence, ...segmentPlace(body) }
      return { name: there.get(stem) ?? stem, sha256: String(sha256), kind: "media", values }
    })
}

// The hashes of content that a later link says was deleted.
function deletedOf(bodies) {
  const told = bodies.filter(({ action }) => action === "content_deleted").map(({ content }) => content.hashes)
  return new Set(told.filter(Array.isArray).flat())
}

async function factsOf(pack, lines, head, receipt) {
  const about = jsonOf(await textBytes(pack, MANIFEST))?.about
  const receiptLink = [...numbered(lines)].find(([, digest]) => digest === receipt)?.[0] ?? 0
  return {
    about: isRecord(about) ? about : {},
    links: lines.length,
    segments: lines.filter(({ body }) => body && SEGMENTS.includes(body.action)).length,
    subject: head ? head.subject : "",
    signed_at: head ? head.at : "",
    fingerprint: head ? head.key : "",
    receipt_link: receiptLink,
  }
}

// A whole member that is no recording; nothing where it is missing.
async function textBytes({ source, frame }, name) {
  const member = frame.members.get(name)
  if (!member) return new Uint8Array()
  if (member.size > MOST_TEXT_BYTES) throw new Unreadable("too_large")
  return source.read(member.offset, member.offset + member.size)
}
