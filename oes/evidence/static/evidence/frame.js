// The outer frame of an evidence pack: a zip whose members are stored as they are. See docs/evidence-pack.md; the same
// as frame.py.

import { isSame, textOf } from "./bytes.js"

const IN_64 = 0xffffffff
const IN_64_SHORT = 0xffff
const DESCRIPTOR = 0x8
const UTF8 = 0x800
const ZIP64 = 1
// Fields of sizes, times and owners. Others give a member another name or another meaning in some zip programs.
const HARMLESS = [ZIP64, 0x000a, 0x5455, 0x5855, 0x7855, 0x7875]
const MOST_DIRECTORY_BYTES = 64 * 1024 * 1024

// The file cannot be read as an evidence pack. `code`: a key of the words.
export class Unreadable extends Error {
  constructor(code) {
    super(code)
    this.code = code
  }
}

// `source`: { size, read(start, end) }. The members in their order by name, and the names of those whose frame does not
// agree with itself. Throws Unreadable.
export async function frameOf(source) {
  const { directory, start } = await directoryOf(source)
  const entries = entriesOf(directory)
  if (entries.some((entry) => entry.shared[2])) throw new Unreadable("compressed")
  const usual = mostCommon(entries.map((entry) => entry.looks))
  const members = new Map()
  const changed = []
  let place = 0
  for (const entry of entries.sort((one, other) => one.start - other.start)) {
    const name = textOf(entry.name)
    if (name === null) throw new Unreadable("not_zip")
    const { member, end, fits } = await memberOf(source, entry)
    const whole = fits && entry.looks === usual && !entry.odd && entry.start === place && !members.has(name)
    if (!whole) changed.push(name)
    if (!members.has(name)) members.set(name, member)
    place = end
  }
  if (place !== start) throw new Unreadable("not_zip")
  return { members, changed }
}

async function directoryOf(source) {
  const endAt = source.size - 22
  const end = await viewOf(source, endAt, 22)
  const [disk, first, here, count] = [4, 6, 8, 10].map((at) => end.getUint16(at, true))
  if (signOf(end) !== "PK\x05\x06" || end.getUint16(20, true) || disk || first || here !== count) {
    throw new Unreadable("not_zip")
  }
  let told = [count, end.getUint32(12, true), end.getUint32(16, true)]
  let endsAt = endAt
  if (endAt >= 20 && signOf(await viewOf(source, endAt - 20, 20)) === "PK\x06\x07") {
    ;({ told, endsAt } = await directory64(source, endAt - 20, told))
  }
  const [number, size, start] = told
  if (start + size !== endsAt || size > MOST_DIRECTORY_BYTES) throw new Unreadable("not_zip")
  const directory = await viewOf(source, start, size)
  if (entriesOf(directory).length !== number) throw new Unreadable("not_zip")
  return { directory, start }
}

async function directory64(source, at, short) {
  const locator = await viewOf(source, at, 20)
  const place = large(locator, 8)
  const end = await viewOf(source, place, 56)
  const told = [large(end, 32), large(end, 40), large(end, 48)]
  const limits = [IN_64_SHORT, IN_64, IN_64]
  const agree = short.every((value, i) => value === told[i] || value === limits[i])
  const whole = signOf(end) === "PK\x06\x06" && large(end, 4) === 44 && place + 56 === at && large(end, 24) === told[0]
  const disks = [end.getUint32(16, true), end.getUint32(20, true), locator.getUint32(4, true)]
  if (!whole || !agree || disks.some(Boolean) || locator.getUint32(16, true) !== 1) throw new Unreadable("not_zip")
  return { told, endsAt: place }
}

function entriesOf(view) {
  const entries = []
  let place = 0
  while (place < view.byteLength) {
    if (place + 46 > view.byteLength) throw new Unreadable("not_zip")
    const at = place
    const short = (offset) => view.getUint16(at + offset, true)
    const long = (offset) => view.getUint32(at + offset, true)
    const [names, more, note] = [short(28), short(30), short(32)]
    if (signOf(view, at) !== "PK\x01\x02" || at + 46 + names + more > view.byteLength) throw new Unreadable("not_zip")
    const extra = part(view, at + 46 + names, more)
    const [size, packed, start] = largeValues(extra, [long(24), long(20), long(42)])
    const shared = [6, 8, 10, 12, 14].map(short)
    const strange = note || short(34) || shared[1] & ~(DESCRIPTOR | UTF8) || size !== packed
    const odd = Boolean(strange || !isHarmless(extra))
    const inner = more ? short(36) & ~1 : short(36)
    const looks = `${short(4)} ${inner} ${long(38)}`
    entries.push({ name: part(view, at + 46, names), shared, crc: long(16), packed, size, start, odd, looks })
    place = at + 46 + names + more + note
  }
  return entries
}

async function memberOf(source, entry) {
  const header = await viewOf(source, entry.start, 30)
  const shared = [4, 6, 8, 10, 12].map((at) => header.getUint16(at, true))
  const sums = [14, 18, 22].map((at) => header.getUint32(at, true))
  const [names, more] = [header.getUint16(26, true), header.getUint16(28, true)]
  const after = await viewOf(source, entry.start + 30, names + more)
  const offset = entry.start + 30 + names + more
  await viewOf(source, offset + entry.size, 0)
  const extra = part(after, names, more)
  const sizes = fieldsOf(extra).get(ZIP64)
  const isLarge = sizes !== undefined
  const trails = Boolean(entry.shared[1] & DESCRIPTOR)
  const told = trails ? [0, 0, 0] : [entry.crc, entry.packed, entry.size]
  const expected = isLarge ? [told[0], IN_64, IN_64] : told
  let fits = signOf(header) === "PK\x03\x04" && String(shared) === String(entry.shared)
  fits &&= isSame(part(after, 0, names), entry.name) && String(sums) === String(expected)
  fits &&= isHarmless(extra)
  if (isLarge) fits &&= isSame(sizes, record64([], told[2], told[1]))
  let end = offset + entry.size
  if (trails) {
    const record = isLarge
      ? record64([0x08074b50, entry.crc], entry.packed, entry.size)
      : recordOf([0x08074b50, entry.crc, entry.packed, entry.size])
    const found = await viewOf(source, end, record.length)
    fits &&= isSame(part(found, 0, record.length), record)
    end += record.length
  }
  return { member: { offset, size: entry.size }, end, fits }
}

function record64(numbers, one, other) {
  return recordOf([...numbers, one % 2 ** 32, Math.floor(one / 2 ** 32), other % 2 ** 32, Math.floor(other / 2 ** 32)])
}

function recordOf(numbers) {
  const view = new DataView(new ArrayBuffer(numbers.length * 4))
  numbers.forEach((number, place) => view.setUint32(place * 4, number, true))
  return new Uint8Array(view.buffer)
}

function largeValues(extra, values) {
  const found = fieldsOf(extra).get(ZIP64)
  let place = 0
  return values.map((value) => {
    if (value !== IN_64) return value
    if (!found || found.length < place + 8) throw new Unreadable("not_zip")
    place += 8
    return large(new DataView(found.buffer, found.byteOffset, found.length), place - 8)
  })
}

function fieldsOf(extra) {
  const fields = new Map()
  const view = new DataView(extra.buffer, extra.byteOffset, extra.length)
  for (let place = 0; place + 4 <= extra.length; ) {
    const size = view.getUint16(place + 2, true)
    fields.set(view.getUint16(place, true), extra.subarray(place + 4, place + 4 + size))
    place += 4 + size
  }
  return fields
}

// Whether the fields fill their place, stand there once each, and no zip program makes more of them.
function isHarmless(extra) {
  const view = new DataView(extra.buffer, extra.byteOffset, extra.length)
  const known = new Set()
  let place = 0
  while (place + 4 <= extra.length) {
    const key = view.getUint16(place, true)
    if (known.has(key) || !HARMLESS.includes(key)) return false
    known.add(key)
    place += 4 + view.getUint16(place + 2, true)
  }
  return place === extra.length
}

function large(view, at) {
  return Number(view.getBigUint64(at, true))
}

function part(view, at, size) {
  return new Uint8Array(view.buffer, view.byteOffset + at, size)
}

function signOf(view, at = 0) {
  return String.fromCharCode(...part(view, at, 4))
}

function mostCommon(values) {
  const counts = new Map()
  values.forEach((value) => counts.set(value, (counts.get(value) ?? 0) + 1))
  return [...counts].sort((one, other) => other[1] - one[1])[0]?.[0]
}

async function viewOf(source, start, size) {
  if (start < 0 || start + size > source.size) throw new Unreadable("not_zip")
  const bytes = await source.read(start, start + size)
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
