// Checking an Ed25519 signature (RFC 8032, section 5.1.7) where WebCrypto cannot. It only ever sees public values, so
// it need not take the same time for all of them.

import { sha512 } from "./sha2.js"
import { joined } from "./bytes.js"

const P = 2n ** 255n - 19n
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n
const D = modulo(-121665n * inverse(121666n))
const ROOT_OF_MINUS_1 = power(2n, (P - 1n) / 4n)
const BASE_Y = modulo(4n * inverse(5n))
const BASE = extended(xOf(BASE_Y, 0n), BASE_Y)
const NEUTRAL = [0n, 1n, 1n, 0n]

// `publicKey`: 32 bytes, `signature`: 64.
export function holdsInPlainJs(publicKey, message, signature) {
  const key = pointOf(publicKey)
  const r = pointOf(signature.subarray(0, 32))
  const s = numberOf(signature.subarray(32, 64))
  if (!key || !r || signature.length !== 64 || s >= ORDER) return false
  const k = numberOf(sha512(joined([signature.subarray(0, 32), publicKey, message]))) % ORDER
  return isSamePoint(times(s, BASE), sum(r, times(k, key)))
}

function pointOf(bytes) {
  if (bytes.length !== 32) return null
  const number = numberOf(bytes)
  const y = number & (2n ** 255n - 1n)
  const x = y < P ? xOf(y, number >> 255n) : null
  return x === null ? null : extended(x, y)
}

function xOf(y, sign) {
  const up = modulo(y * y - 1n)
  const down = modulo(D * y * y + 1n)
  const square = modulo(up * inverse(down))
  let x = power(square, (P + 3n) / 8n)
  if (modulo(x * x - square)) x = modulo(x * ROOT_OF_MINUS_1)
  if (modulo(x * x - square) || (x === 0n && sign)) return null
  return (x & 1n) === sign ? x : P - x
}

function extended(x, y) {
  return [x, y, 1n, modulo(x * y)]
}

function sum([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = modulo((y1 - x1) * (y2 - x2))
  const b = modulo((y1 + x1) * (y2 + x2))
  const c = modulo(2n * t1 * t2 * D)
  const d = modulo(2n * z1 * z2)
  const [e, f, g, h] = [b - a, d - c, d + c, b + a]
  return [modulo(e * f), modulo(g * h), modulo(f * g), modulo(e * h)]
}

function times(factor, point) {
  let out = NEUTRAL
  for (let left = factor, doubled = point; left; left >>= 1n) {
    if (left & 1n) out = sum(out, doubled)
    doubled = sum(doubled, doubled)
  }
  return out
}

function isSamePoint([x1, y1, z1], [x2, y2, z2]) {
  return modulo(x1 * z2 - x2 * z1) === 0n && modulo(y1 * z2 - y2 * z1) === 0n
}

function numberOf(bytes) {
  return bytes.reduceRight((number, byte) => (number << 8n) | BigInt(byte), 0n)
}

function modulo(value) {
  const rest = value % P
  return rest < 0n ? rest + P : rest
}

function power(base, exponent) {
  let out = 1n
  for (let left = exponent, squared = modulo(base); left; left >>= 1n) {
    if (left & 1n) out = modulo(out * squared)
    squared = modulo(squared * squared)
  }
  return out
}

function inverse(value) {
  return power(value, P - 2n)
}
