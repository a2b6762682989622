// One player: follows the clock, and says in a sentence why it shows nothing.
import { correction } from "./clock.js"
import { absence, isCovered } from "./coverage.js"
import { FileSource } from "./file_source.js"
import { SegmentSource } from "./segment_source.js"
import { fill } from "./words.js"

const PATIENCE = 8000 // after so many ms the other player goes on alone
const TOO_SLOW = 4 // so many jumps in a row at a high speed: this computer shows still pictures instead

export class Player {
  constructor({ root, words, fetch, time, renew }) {
    this.renew = renew // asks for new links: () => Promise
    this.words = words
    this.fetch = fetch
    this.time = time
    this.root = root
    this.video = root.querySelector("video")
    this.veil = root.querySelector("[data-veil]")
    this.sentence = root.querySelector("[data-sentence]")
    this.again = root.querySelector("[data-again]")
    this.spans = []
    this.gaps = []
    this.source = null
    this.error = ""
    this.jumps = 0
    this.stepsFrom = Infinity
    this.again.addEventListener("click", () => this.retry())
    this.video.addEventListener("error", () => this.videoFailed())
  }

  // A joined file is taken where there is one; what already plays is not torn down for it.
  give({ parts, segments, gaps, running }) {
    this.gaps = gaps
    this.running = running
    this.spans = segments.length ? segments : parts
    const { video, fetch } = this
    if (!this.source && parts.length) this.source = new FileSource({ video, parts })
    else if (!this.source && segments.length) {
      this.source = new SegmentSource({ video, segments, fetch, failed: (name) => this.fail(name) })
    } else if (this.source instanceof SegmentSource) this.source.add(segments)
  }

  tick({ seconds, rate, moves }) {
    if (this.error) return this.rest(this.words[this.error], true)
    if (!this.source || !this.isHere(seconds)) return this.rest(this.absentWords(seconds))
    if (!this.source.prepare(seconds, rate)) return this.show(this.words.loading)
    this.follow(seconds, rate, moves)
    this.show(this.isWaiting && this.hasWaited > 400 ? this.words.loading : "")
  }

  isHere(seconds) {
    return isCovered(this.spans, seconds) && (this.source.has(seconds) || isCovered(this.source.parts ?? this.spans, seconds))
  }

  absentWords(seconds) {
    const { why, reason } = absence({ spans: this.spans, gaps: this.gaps, seconds, running: this.running })
    return fill(this.words[why], { reason })
  }

  follow(seconds, rate, moves) {
    const { video, source } = this
    const steps = rate >= this.stepsFrom
    const wanted = steps || !moves ? this.still(seconds) : correction({ wanted: seconds, actual: source.actual, rate })
    if (wanted.seek !== null && !video.seeking && source.jump(wanted.seek)) this.countJump(rate, moves && !steps)
    if (wanted.seek === null && moves) this.jumps = Math.max(0, this.jumps - 0.1)
    this.setRate(wanted.rate)
    if (moves && !steps) this.start()
    else if (!video.paused) video.pause()
  }

  still(seconds) {
    return { seek: Math.abs(seconds - this.source.actual) > 0.12 ? seconds : null, rate: 1 }
  }

  // Above what the browser plays, or this computer decodes, it is pictures one after another.
  countJump(rate, moving) {
    this.jumps = moving ? this.jumps + 1 : 0
    if (rate > 2 && this.jumps >= TOO_SLOW) this.stepsFrom = Math.min(this.stepsFrom, rate)
  }

  get steps() {
    return this.stepsFrom
  }

  setRate(rate) {
    if (Math.abs(this.video.playbackRate - rate) < 0.01) return
    try {
      this.video.playbackRate = rate
    } catch {
      this.stepsFrom = Math.min(this.stepsFrom, rate)
    }
  }

  start() {
    if (this.video.ended) return // play() would begin again at 0
    if (this.video.paused) this.video.play().catch(() => {}) // an interrupted start is asked for again at the next tick
  }

  get isWaiting() {
    const waits = Boolean(this.source) && !this.error && !this.veil.dataset.rest && this.source.isWaiting
    if (!waits) this.waitsSince = null
    else this.waitsSince ??= this.time()
    return waits
  }

  get hasWaited() {
    return this.waitsSince == null ? 0 : this.time() - this.waitsSince
  }

  // Whether the clock should wait for this player.
  get holds() {
    return this.isWaiting && this.hasWaited < PATIENCE
  }

  rest(sentence, isError = false) {
    if (!this.video.paused) this.video.pause()
    this.show(sentence, { rest: true, isError })
  }

  show(sentence, { rest = false, isError = false } = {}) {
    this.sentence.textContent = sentence
    this.veil.hidden = !sentence
    this.veil.dataset.rest = rest ? "yes" : ""
    this.again.hidden = !isError
  }

  videoFailed() {
    if (!(this.source instanceof FileSource)) return
    this.fail(this.video.error?.code === 4 && this.video.networkState !== 3 ? "error_format" : "error_file")
  }

  fail(name) {
    this.error = name
  }

  // Links expire while a page stays open, so trying again begins with new ones.
  async retry() {
    try {
      this.source?.close()
      this.source = null
      await this.renew()
      this.error = ""
    } catch {
      this.fail("error_file")
    }
  }
}
