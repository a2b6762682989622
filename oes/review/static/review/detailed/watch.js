// Tells the server how long the players ran: every quarter of a minute while they do, and at the end.
const EVERY_SECONDS = 15

export class Watch {
  // constructor({ url, csrf, fetch, time }): time() in milliseconds that never jump
  constructor({ url, csrf, fetch, time }) {
    Object.assign(this, { url, csrf, fetch, time })
    this.seconds = 0
    this.since = null
  }

  // Called several times a second.
  tick(playing) {
    const now = this.time()
    if (this.since !== null) this.seconds += (now - this.since) / 1000
    this.since = playing ? now : null
    if (this.seconds >= EVERY_SECONDS) this.tell(false)
  }

  // The page is left: what was not told yet goes out with it.
  end() {
    this.tick(false)
    if (this.seconds > 0) this.tell(true)
  }

  tell(over) {
    const seconds = this.seconds
    this.seconds = 0
    const body = new URLSearchParams({ seconds: seconds.toFixed(1), over: over ? "yes" : "", csrfmiddlewaretoken: this.csrf })
    // Lost ones are told with the next.
    this.fetch(this.url, { method: "POST", body, keepalive: over, redirect: "error" }).catch(() => {
      this.seconds += seconds
    })
  }
}
