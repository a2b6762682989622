// Bytes as text and numbers.

export function textOf(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

export function hexOf(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
}

export function bytesOf(hex) {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16))
}

export function joined(parts) {
  const out = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
  let place = 0
  for (const part of parts) {
    out.set(part, place)
    place += part.length
  }
  return out
}

export function isSame(one, other) {
  return one.length === other.length && one.every((byte, place) => byte === other[place])
}

// The value of a JSON text, or undefined where there is none; numbers beyond all bounds are none.
export function jsonOf(bytes) {
  const text = textOf(bytes)
  try {
    return text === null ? undefined : JSON.parse(text, finite)
  } catch {
    return undefined
  }
}

function finite(key, value) {
  if (value === Infinity || value === -Infinity) throw new RangeError(key)
  return value
}

export function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

export function isHash(value) {
  return typeof value === "string" && /^[0-9a-f]{64}$/.test(value)
}
