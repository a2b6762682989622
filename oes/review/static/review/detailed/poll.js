// Asks for what is new every few seconds; an unchanged report answers 304 without a body.
export class Poll {
  constructor({ url, fetch, every = 3000, changed, lost }) {
    Object.assign(this, { url, fetch, every, changed, lost })
    this.etag = ""
    this.cursor = ""
    this.failures = 0
  }

  start() {
    this.timer = setTimeout(() => this.ask(), this.every)
  }

  stop() {
    clearTimeout(this.timer)
    this.stopped = true
  }

  async ask() {
    try {
      await this.read(await this.fetch(this.address, this.options))
      if (this.failures) this.lost(false)
      this.failures = 0
    } catch {
      this.failures += 1
      if (this.failures === 2) this.lost(true)
    }
    // A server that is down is not asked every three seconds by everybody.
    if (!this.stopped) this.timer = setTimeout(() => this.ask(), this.every * Math.min(2 ** this.failures, 8))
  }

  // Of an hour's segments only the new ones are asked for.
  get address() {
    return this.cursor ? `${this.url}?after=${encodeURIComponent(this.cursor)}` : this.url
  }

  get options() {
    // A signed-out reviewer is sent to the sign-in page: that is no answer.
    return { headers: this.etag ? { "If-None-Match": this.etag } : {}, cache: "no-store", redirect: "error" }
  }

  async read(answer) {
    if (answer.status === 304) return
    if (!answer.ok) throw new Error(String(answer.status))
    this.etag = answer.headers.get("ETag") ?? ""
    const data = await answer.json()
    this.cursor = data.cursor ?? ""
    this.changed(data)
  }
}

// What a page knew and what a partial answer adds, each segment once, in order of time.
export function merged(known, added) {
  const place = (one) => new URL(one.url, "http://x").pathname
  const all = new Map(known.map((one) => [place(one), one]))
  for (const one of added) all.set(place(one), one)
  return [...all.values()].sort((a, b) => a.start_seconds - b.start_seconds)
}
