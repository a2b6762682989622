// The signed heads of a pack: whose they are, and whether they stand under the chain that is there. The same as
// heads.py.

import { bytesOf, isHash, isRecord, jsonOf } from "./bytes.js"
import { numbered } from "./links.js"

export function headOf(bytes) {
  const told = jsonOf(bytes)
  if (!isRecord(told) || Object.keys(told).sort().join() !== "key,signature,statement") return null
  const { key, signature, statement } = told
  const said = typeof statement === "string" ? jsonOf(new TextEncoder().encode(statement)) : undefined
  const isSigned = typeof signature === "string" && /^[0-9a-f]{128}$/.test(signature)
  if (!isSigned || !isHash(key) || !isRecord(said) || said.v !== 1) return null
  const { subject, length, head, at } = said
  if (typeof subject !== "string" || typeof at !== "string" || !isHash(head)) return null
  return Number.isInteger(length) && length >= 1 ? { statement, key, signature, subject, length, head, at } : null
}

export function headsOf(bytes) {
  const heads = []
  let start = 0
  while (start < bytes.length) {
    const end = bytes.indexOf(10, start)
    const raw = bytes.subarray(start, end < 0 ? bytes.length : end)
    if (raw.length) heads.push(headOf(raw))
    start += raw.length + 1
  }
  return heads
}

// The public keys by fingerprint.
export async function keysOf(bytes, digestOf) {
  const rows = jsonOf(bytes)?.keys
  const keys = new Map()
  for (const row of Array.isArray(rows) ? rows : []) {
    if (isHash(row?.public_key)) {
      const key = bytesOf(row.public_key)
      keys.set(await digestOf(key), key)
    }
  }
  return keys
}

// What is wrong with the signatures. `trusted`: fingerprints; with none nobody asks whose they are.
export async function wrongHeads(lines, earlier, newest, keys, trusted, holds) {
  const found = []
  const digests = numbered(lines)
  const last = [...digests.keys()].reduce((most, number) => Math.max(most, number), 0)
  let agreed = 0
  for (const head of [...earlier, newest]) {
    if (!head) {
      found.push({ code: "head_unreadable", values: {} })
    } else if (!(await isSigned(head, keys, holds))) {
      found.push({ code: "signature_wrong", values: { to: head.length, key: head.key } })
    } else if (head.length > last) {
      found.push({ code: "links_cut", values: { link: last + 1, to: head.length } })
    } else if (digests.get(head.length) !== head.head) {
      found.push({ code: "head_differs", values: { link: Math.min(agreed + 1, head.length), to: head.length } })
    } else {
      agreed = head.length
    }
  }
  if (newest && newest.length < last) {
    found.push({ code: "links_unsigned", values: { link: newest.length + 1, to: last } })
  }
  if (newest && trusted.length && !trusted.includes(newest.key)) {
    found.push({ code: "signer_other", values: { key: newest.key } })
  }
  return found
}

async function isSigned({ key, signature, statement }, keys, holds) {
  return keys.has(key) && holds(keys.get(key), new TextEncoder().encode(statement), bytesOf(signature))
}
