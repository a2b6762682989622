// The one clock of the report, in seconds of the attempt. Both players follow it, it follows neither.
export class MasterClock {
  constructor({ time, end = 0 }) {
    this.time = time // () => milliseconds that never jump
    this.end = end
    this.rate = 1
    this.playing = false // what the reviewer wants
    this.held = false // waiting for media
    this.at = 0
    this.since = time()
  }

  get moves() {
    return this.playing && !this.held
  }

  get now() {
    const ran = this.moves ? ((this.time() - this.since) / 1000) * this.rate : 0
    return Math.min(Math.max(this.at + ran, 0), this.end)
  }

  get isAtEnd() {
    return this.now >= this.end
  }

  seek(seconds) {
    this.change(() => (this.at = Math.min(Math.max(seconds, 0), this.end)))
  }

  play() {
    this.change(() => (this.playing = true))
  }

  pause() {
    this.change(() => (this.playing = false))
  }

  hold(held) {
    if (held !== this.held) this.change(() => (this.held = held))
  }

  setRate(rate) {
    this.change(() => (this.rate = rate))
  }

  // Keeps what has run so far, so that no change moves the clock by itself.
  change(how) {
    this.at = this.now
    this.since = this.time()
    how()
  }
}

const SMALL = 0.06
const LARGE = 0.6
const FASTEST = 16 // what browsers take

// What a player must do to be where the clock is: nothing, run a little faster or slower, or jump.
export function correction({ wanted, actual, rate }) {
  const drift = wanted - actual
  if (Math.abs(drift) > LARGE * Math.max(1, rate / 2)) return { seek: wanted, rate }
  if (Math.abs(drift) < SMALL * Math.max(1, rate)) return { seek: null, rate }
  const share = Math.min(Math.max(drift / Math.max(1, rate), -0.15), 0.15)
  return { seek: null, rate: Math.min(Math.round(rate * (1 + share) * 100) / 100, Math.max(FASTEST, rate)) }
}
