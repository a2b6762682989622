// Plays self-contained segments by appending them, each at its place on the attempt's clock.
import { landing, spanAt } from "./coverage.js"
import { idOf, islandAt, nextToAppend, stillDone, toRemove, windowEnd } from "./mse_queue.js"

const WHOLE_DAY = 86400 // a live buffer has no end: seeking must never be cut short by one
const MOST_FAILURES = 4

export class SegmentSource {
  constructor({ video, segments, fetch, failed }) {
    this.video = video
    this.segments = segments
    this.fetch = fetch
    this.failed = failed // (name of a sentence) when nothing more can be done
    this.bad = new Set()
    this.failures = 0
    this.wanted = 0
    this.rate = 1
    video.addEventListener("error", () => this.decodeFailed())
  }

  get playable() {
    return this.segments.filter((one) => !this.bad.has(idOf(one)))
  }

  has(seconds) {
    return Boolean(spanAt(this.playable, seconds))
  }

  add(segments) {
    this.segments = segments
    if (this.media) this.work()
  }

  prepare(seconds, rate) {
    this.wanted = seconds
    this.rate = rate
    if (!this.media) this.open()
    this.stopFarLoad()
    this.work()
    return this.buffer !== null
  }

  open() {
    const Media = globalThis.ManagedMediaSource ?? globalThis.MediaSource
    if (!Media) return this.failed("error_format")
    this.video.disableRemotePlayback = true
    this.media = new Media()
    this.buffer = null
    this.mime = ""
    this.done = new Set()
    this.loading = null
    this.address = URL.createObjectURL(this.media)
    this.media.addEventListener("sourceopen", () => this.opened(), { once: true })
    this.video.src = this.address
  }

  opened() {
    const first = spanAt(this.playable, this.wanted) ?? this.playable[0]
    const Media = this.media.constructor
    if (!first || !Media.isTypeSupported(first.mime)) return this.failed("error_format")
    this.buffer = this.media.addSourceBuffer(first.mime)
    this.mime = first.mime
    this.media.duration = WHOLE_DAY
    this.buffer.addEventListener("updateend", () => this.work())
    this.work()
  }

  get ranges() {
    const buffered = this.buffer ? this.buffer.buffered : []
    return Array.from({ length: buffered.length }, (_, index) => [buffered.start(index), buffered.end(index)])
  }

  // One thing at a time: let go of what is far, then load the next segment.
  work() {
    if (!this.buffer || this.buffer.updating || this.loading || this.media.readyState === "closed") return
    const island = islandAt(this.playable, this.wanted)
    const removed = toRemove({ ranges: this.ranges, seconds: this.wanted, rate: this.rate, island })
    if (removed.length) {
      this.done = stillDone({ segments: this.segments, done: this.done, removed })
      this.buffer.remove(...removed[0])
      return
    }
    const next = nextToAppend({ segments: island, done: this.done, seconds: this.wanted, rate: this.rate })
    if (next) this.load(next)
    else if (island.length && this.done.has(idOf(island.at(-1))) && this.media.readyState === "open") this.media.endOfStream()
  }

  // A jump must not wait for a segment that nobody wants to see any more.
  stopFarLoad() {
    const one = this.loading?.segment
    if (one && this.has(this.wanted) && Math.abs(one.start_seconds - this.wanted) > 60 * Math.max(1, this.rate)) {
      this.loading.abort.abort()
    }
  }

  async load(segment) {
    const loading = { segment, abort: new AbortController() }
    const media = this.media
    this.loading = loading
    try {
      const answer = await this.fetch(segment.url, { signal: loading.abort.signal })
      if (!answer.ok) throw new Error(String(answer.status))
      const body = await answer.arrayBuffer()
      if (media === this.media) this.append(segment, body)
    } catch (error) {
      if (error.name !== "AbortError") this.loadFailed(segment, error)
    } finally {
      if (this.loading === loading) this.loading = null
    }
    if (!this.retryAt || this.retryAt <= Date.now()) this.work()
  }

  append(segment, body) {
    const { buffer } = this
    if (segment.mime !== this.mime) {
      if (!this.media.constructor.isTypeSupported(segment.mime) || !buffer.changeType) return this.skip(segment)
      buffer.changeType(segment.mime)
      this.mime = segment.mime
    }
    buffer.timestampOffset = segment.offset_seconds
    buffer.appendWindowEnd = windowEnd(this.playable, segment)
    this.last = segment
    this.done.add(idOf(segment))
    this.failures = 0
    buffer.appendBuffer(body)
  }

  skip(segment) {
    this.bad.add(idOf(segment))
    if (!this.playable.length) this.failed("error_format")
  }

  loadFailed(segment, error) {
    this.failures += 1
    if (error.message === "403") return this.failed("error_expired")
    if (error.message === "404") return this.skip(segment)
    if (this.failures >= MOST_FAILURES) return this.failed("error_file")
    this.retryAt = Date.now() + 500 * 2 ** this.failures
    setTimeout(() => this.work(), 500 * 2 ** this.failures)
  }

  // A segment that the decoder refuses closes the whole: begin anew without it.
  decodeFailed() {
    if (!this.media || !this.last) return
    this.skip(this.last)
    this.last = null
    this.close()
    if (this.playable.length) this.open()
  }

  get actual() {
    return this.video.currentTime
  }

  jump(seconds) {
    const at = landing(this.ranges, seconds)
    if (at !== null) this.video.currentTime = at
    return at !== null
  }

  // Frames may end a little before their segment does: only what is not there yet is waited for.
  get isWaiting() {
    const one = spanAt(this.playable, this.wanted)
    return Boolean(one) && (!this.done?.has(idOf(one)) || this.buffer?.updating === true || this.video.seeking)
  }

  close() {
    this.loading?.abort.abort()
    if (this.address) URL.revokeObjectURL(this.address)
    this.media = this.buffer = this.address = null
    this.video.removeAttribute("src")
  }
}
