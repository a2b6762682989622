// SHA-256 and SHA-512 (FIPS 180-4) for browsers that keep WebCrypto from a page of a file, and for what is too large
// for it. Their constants are the first bits of the roots of primes, and are computed.

const PRIMES = firstPrimes(80)
const ROUNDS_512 = PRIMES.map((prime) => root(BigInt(prime), 3n, 64n))
const START_512 = PRIMES.slice(0, 8).map((prime) => root(BigInt(prime), 2n, 64n))
const ROUNDS_256 = Uint32Array.from(ROUNDS_512.slice(0, 64), (value) => Number(value >> 32n))
const START_256 = Uint32Array.from(START_512, (value) => Number(value >> 32n))
const MASK_64 = (1n << 64n) - 1n

export class Sha256 {
  constructor() {
    this.state = START_256.slice()
    this.block = new Uint8Array(64)
    this.filled = 0
    this.size = 0
    this.words = new Uint32Array(64)
  }

  update(bytes) {
    this.size += bytes.length
    let place = 0
    while (place < bytes.length) {
      const piece = bytes.subarray(place, place + 64 - this.filled)
      this.block.set(piece, this.filled)
      this.filled += piece.length
      place += piece.length
      if (this.filled === 64) this.#compress()
    }
    return this
  }

  digest() {
    const bits = this.size * 8
    const rest = new Uint8Array(((119 - this.filled) % 64) + 9)
    rest[0] = 0x80
    const view = new DataView(rest.buffer)
    view.setUint32(rest.length - 8, Math.floor(bits / 2 ** 32))
    view.setUint32(rest.length - 4, bits >>> 0)
    this.update(rest)
    const out = new DataView(new ArrayBuffer(32))
    this.state.forEach((word, place) => out.setUint32(place * 4, word))
    return new Uint8Array(out.buffer)
  }

  #compress() {
    const w = this.words
    const view = new DataView(this.block.buffer)
    for (let i = 0; i < 16; i++) w[i] = view.getUint32(i * 4)
    for (let i = 16; i < 64; i++) {
      const s0 = turned(w[i - 15], 7) ^ turned(w[i - 15], 18) ^ (w[i - 15] >>> 3)
      const s1 = turned(w[i - 2], 17) ^ turned(w[i - 2], 19) ^ (w[i - 2] >>> 10)
      w[i] = w[i - 16] + s0 + w[i - 7] + s1
    }
    let [a, b, c, d, e, f, g, h] = this.state
    for (let i = 0; i < 64; i++) {
      const s1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)
      const one = (h + s1 + ((e & f) ^ (~e & g)) + ROUNDS_256[i] + w[i]) | 0
      const s0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)
      const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
      ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0]
    }
    ;[a, b, c, d, e, f, g, h].forEach((word, place) => (this.state[place] += word))
    this.filled = 0
  }
}

// For short texts: signatures need it.
export function sha512(bytes) {
  const padded = new Uint8Array(Math.ceil((bytes.length + 17) / 128) * 128)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n)
  let state = START_512
  for (let at = 0; at < padded.length; at += 128) state = block512(view, at, state)
  const out = new DataView(new ArrayBuffer(64))
  state.forEach((word, place) => out.setBigUint64(place * 8, word))
  return new Uint8Array(out.buffer)
}

function block512(view, at, state) {
  const w = []
  for (let i = 0; i < 16; i++) w.push(view.getBigUint64(at + i * 8))
  for (let i = 16; i < 80; i++) {
    const s0 = turned64(w[i - 15], 1n) ^ turned64(w[i - 15], 8n) ^ (w[i - 15] >> 7n)
    const s1 = turned64(w[i - 2], 19n) ^ turned64(w[i - 2], 61n) ^ (w[i - 2] >> 6n)
    w.push((w[i - 16] + s0 + w[i - 7] + s1) & MASK_64)
  }
  let [a, b, c, d, e, f, g, h] = state
  for (let i = 0; i < 80; i++) {
    const s1 = turned64(e, 14n) ^ turned64(e, 18n) ^ turned64(e, 41n)
    const one = h + s1 + ((e & f) ^ (~e & MASK_64 & g)) + ROUNDS_512[i] + w[i]
    const s0 = turned64(a, 28n) ^ turned64(a, 34n) ^ turned64(a, 39n)
    const two = s0 + ((a & b) ^ (a & c) ^ (b & c))
    ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + one) & MASK_64, c, b, a, (one + two) & MASK_64]
  }
  return [a, b, c, d, e, f, g, h].map((word, place) => (word + state[place]) & MASK_64)
}

function turned(word, by) {
  return (word >>> by) | (word << (32 - by))
}

function turned64(word, by) {
  return ((word >> by) | (word << (64n - by))) & MASK_64
}

function firstPrimes(count) {
  const found = []
  for (let number = 2; found.length < count; number++) {
    if (found.every((prime) => number % prime)) found.push(number)
  }
  return found
}

// The first `bits` bits after the point of a root of `value`.
function root(value, degree, bits) {
  const scaled = value << (degree * bits)
  let low = 0n
  let high = 1n << (bits + 10n)
  while (low < high) {
    const middle = (low + high + 1n) >> 1n
    if (middle ** degree <= scaled) low = middle
    else high = middle - 1n
  }
  return low & ((1n << bits) - 1n)
}
