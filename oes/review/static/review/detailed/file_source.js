// Plays joined files: seekable, each with its place on the attempt's clock.
import { spanNear } from "./coverage.js"

export class FileSource {
  constructor({ video, parts }) {
    this.video = video
    this.parts = parts
    this.part = null
  }

  has(seconds) {
    return Boolean(spanNear(this.parts, seconds))
  }

  // Brings the right file up; true when its clock can be asked.
  prepare(seconds) {
    const part = spanNear(this.parts, seconds)
    if (part && part !== this.part) {
      this.part = part
      this.video.src = part.url
      this.video.load()
    }
    return this.video.readyState > 0
  }

  get actual() {
    return this.video.currentTime + this.part.offset_seconds
  }

  // Returns whether the jump could be made.
  jump(seconds) {
    const last = Number.isFinite(this.video.duration) ? this.video.duration - 0.05 : Infinity
    this.video.currentTime = Math.min(Math.max(seconds - this.part.offset_seconds, 0), last)
    return true
  }

  get isWaiting() {
    const { video } = this
    if (video.readyState === 0 || video.seeking) return true
    return video.readyState < 3 && !video.ended && video.currentTime < video.duration - 0.3
  }

  close() {
    this.video.removeAttribute("src")
  }
}
