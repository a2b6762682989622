// The detailed report: wires clock, players, strip, carousel, ledger, keys and poll together.
import { Carousel } from "./carousel.js"
import { MasterClock } from "./clock.js"
import { leadIn, liveEdge } from "./coverage.js"
import { listenToKeys } from "./keys.js"
import { Player } from "./player.js"
import { Poll, merged } from "./poll.js"
import { Strip } from "./strip.js"
import { RATES, plan, standing, toured, tourRate, wallSeconds } from "./tour.js"
import { Watch } from "./watch.js"
import { fill, hms, length } from "./words.js"

const LEAD_SECONDS = 1 // a violation is shown from a moment before it
const BEHIND_EDGE = 3
const FAR_BEHIND = 25

const $ = (selector) => document.querySelector(selector)
const read = (id) => JSON.parse(document.getElementById(id).textContent)
const time = () => performance.now()
const get = (...args) => window.fetch(...args)

// Puts a part of the page in anew; what the reader had unfolded stays so.
function replaced(place, html) {
  const open = [...place.querySelectorAll("details")].map((one) => one.open)
  place.innerHTML = html
  place.querySelectorAll("details").forEach((one, index) => (one.open = open[index] ?? one.open))
}

class Report {
  constructor({ data, words }) {
    this.words = words
    this.clock = new MasterClock({ time })
    this.players = [...document.querySelectorAll("[data-player]")].map((root) => {
      return new Player({ root, words, fetch: get, time, renew: () => this.renew() })
    })
    this.strip = new Strip({ root: $("[data-strip]"), words, seek: (seconds) => this.seek(seconds) })
    this.carousel = new Carousel({ roots: [$("#carousel"), $("#ledger")], choose: (uuid) => this.choose(uuid) })
    this.stops = []
    this.tour = null
    this.following = false
    this.watch = new Watch({ url: $("[data-report]").dataset.watch, csrf: $("[data-report]").dataset.csrf, fetch: get, time })
    this.give(data)
    this.listen()
    if (data.running) this.goLive(false)
    else if (data.violations.length) this.choose(toured(data.violations)[0]?.uuid ?? data.violations[0].uuid)
    setInterval(() => this.tick(), 100)
    this.tick()
    if (data.running || !data.final) this.startPoll()
  }

  // What the server says, at the start and whenever it changed.
  give(data) {
    this.data = data
    this.receivedAt = time()
    for (const player of this.players) {
      const kind = player.root.dataset.player
      const gaps = data.gaps.filter((gap) => gap.track === kind)
      player.give({ parts: data.parts[kind] ?? [], segments: data.segments[kind] ?? [], gaps, running: data.running })
    }
    this.stops = plan(data.violations, { length: data.duration_seconds })
    this.setEnd()
    this.strip.give(data, this.clock.end)
    this.showTour()
  }

  async renew() {
    const answer = await get($("[data-report]").dataset.poll, { redirect: "error" })
    this.give(await answer.json())
  }

  // A running attempt lasts longer with every second, whether or not there is news.
  setEnd() {
    const ran = this.data.running ? (time() - this.receivedAt) / 1000 : 0
    this.clock.end = this.data.duration_seconds + ran
  }

  tick() {
    this.setEnd()
    const edge = this.data.running ? liveEdge(Object.values(this.data.segments)) : Infinity
    const atEdge = this.data.running && this.clock.now >= edge - 0.2
    if (this.following && edge - this.clock.now > FAR_BEHIND) this.clock.seek(Math.max(0, edge - BEHIND_EDGE))
    this.clock.hold(atEdge || this.players.some((player) => player.holds))
    if (this.clock.playing && this.clock.isAtEnd && !this.data.running) this.pause()
    const { now: seconds, rate, moves } = this.clock
    for (const player of this.players) player.tick({ seconds, rate, moves })
    this.watch.tick(moves)
    this.runTour(seconds)
    this.show(seconds)
  }

  show(seconds) {
    const here = this.here(seconds)
    if (here && here !== this.carousel.current) this.carousel.mark(here)
    this.strip.show(seconds, this.carousel.current)
    $("[data-clock]").textContent = hms(seconds)
    $("[data-length]").textContent = hms(this.clock.end)
    $("[data-act=play]").setAttribute("aria-pressed", String(this.clock.playing))
    $("[data-act=play]").setAttribute("aria-label", this.words[this.clock.playing ? "pause" : "play"])
    $("[data-act=live]")?.setAttribute("aria-pressed", String(this.following))
    $("[data-stepping]").hidden = !this.clock.playing || !this.players.some((player) => this.clock.rate >= player.steps)
    if (Math.abs(this.clock.end - this.strip.length) > this.clock.end / 300 + 1) this.strip.give(this.data, this.clock.end)
  }

  // While playing, the violation that goes on now is the current one.
  here(seconds) {
    if (!this.clock.playing) return ""
    const on = this.data.violations.filter((one) => seconds >= one.start_seconds && seconds < one.end_seconds)
    return on.some((one) => one.uuid === this.carousel.current) ? "" : on.at(-1)?.uuid
  }

  choose(uuid) {
    const violation = this.data.violations.find((one) => one.uuid === uuid)
    if (!violation) return
    this.endTour()
    this.following = false
    this.clock.seek(this.leadIn(violation.start_seconds))
    this.carousel.mark(uuid)
    this.tick2()
  }

  // The player that starts first decides: where the camera lacks seconds, the screen may have them.
  leadIn(seconds) {
    return Math.min(...this.players.map((player) => leadIn(player.spans, seconds, LEAD_SECONDS)))
  }

  // The players answer to a jump at once, not at the next tick.
  tick2() {
    if (this.strip.length) this.tick()
  }

  step(direction) {
    const { violations } = this.data
    const index = violations.findIndex((one) => one.uuid === this.carousel.current)
    const next = violations[index < 0 && direction < 0 ? violations.length - 1 : index + direction]
    if (next) this.choose(next.uuid)
  }

  seek(seconds) {
    this.endTour()
    this.following = false
    this.clock.seek(seconds)
    this.tick2()
  }

  play() {
    if (this.clock.isAtEnd && !this.data.running) this.clock.seek(0)
    this.clock.play()
  }

  pause() {
    this.clock.pause()
    this.endTour()
  }

  setRate(rate) {
    this.clock.setRate(rate)
    for (const button of document.querySelectorAll("[data-rate]")) {
      button.setAttribute("aria-pressed", String(Number(button.dataset.rate) === rate))
    }
    this.showTour()
  }

  // Violations in a row
  startTour() {
    if (!this.stops.length) return
    this.following = false
    this.tour = { index: 0, rate: this.clock.rate }
    this.setRate(tourRate(this.stops, this.clock.rate))
    this.clock.seek(this.stops[0].start)
    this.clock.play()
  }

  runTour(seconds) {
    if (!this.tour) return
    const stand = standing(this.stops, seconds, this.tour.index)
    if (!stand) {
      this.pause()
      $("[data-tour-says]").textContent = this.words.tour_done
      return
    }
    if (stand.jump !== null) this.clock.seek(stand.jump)
    if (stand.index !== this.tour.shown) {
      this.tour = { ...this.tour, index: stand.index, shown: stand.index }
      this.carousel.mark(this.stops[stand.index].uuid)
      this.showTour()
    }
  }

  endTour() {
    if (!this.tour) return
    const { rate } = this.tour
    this.tour = null
    this.setRate(rate)
  }

  showTour() {
    const rate = this.tour ? this.clock.rate : tourRate(this.stops, this.clock.rate)
    const values = { count: this.stops.length, rate, time: length(wallSeconds(this.stops, rate), this.words) }
    const on = { number: (this.tour?.index ?? 0) + 1, count: this.stops.length }
    const says = this.tour ? fill(this.words.tour_on, on) : fill(this.words.tour, values)
    $("[data-tour-says]").textContent = this.stops.length ? says : this.words.tour_none
    $("[data-act=tour]").disabled = !this.stops.length
    $("[data-act=tour]").setAttribute("aria-pressed", String(Boolean(this.tour)))
  }

  // A running exam
  goLive(plays = true) {
    const edge = liveEdge(Object.values(this.data.segments))
    this.endTour()
    this.following = true
    this.clock.seek(Math.max(0, edge - BEHIND_EDGE))
    if (plays || edge > 0) this.clock.play()
  }

  startPoll() {
    const lost = (is) => {
      $("[data-lost]").hidden = !is
      $("[data-lost] p").textContent = fill(this.words.offline, { time: new Date().toLocaleTimeString() })
    }
    this.poll = new Poll({ url: $("[data-report]").dataset.poll, fetch: get, lost, changed: (data) => this.news(data) })
    this.poll.start()
  }

  news(data) {
    const wasRunning = this.data.running
    if (data.partial) {
      for (const kind of Object.keys(this.data.segments)) {
        data.segments[kind] = merged(this.data.segments[kind], data.segments[kind] ?? [])
      }
    }
    this.give(data)
    for (const [id, html] of Object.entries({ figure: data.trust_html, facts: data.facts_html, account: data.account_html })) {
      replaced(document.getElementById(id), html)
    }
    this.carousel.replace($("#carousel"), data.carousel_html)
    this.carousel.replace($("#ledger"), data.ledger_html)
    if (data.final && !data.running) this.poll.stop()
    // The end brings tick and cross, which only the whole page has.
    if (wasRunning && !data.running) location.reload()
  }

  listen() {
    const acts = this.acts()
    window.addEventListener("pagehide", () => this.watch.end())
    document.addEventListener("click", (event) => {
      const button = event.target.closest("[data-act], [data-rate]")
      if (!button) return
      if (button.dataset.rate) this.setRate(Number(button.dataset.rate))
      else acts[button.dataset.act]?.()
    })
    listenToKeys(document, (command) => acts[command]?.())
  }

  acts() {
    const press = (start) => () => $(`[data-opens^="${start}-"]`)?.click()
    return {
      play: () => (this.clock.playing ? this.pause() : this.play()),
      next: () => this.step(1),
      previous: () => this.step(-1),
      back: () => this.seek(this.clock.now - 5),
      forward: () => this.seek(this.clock.now + 5),
      tour: () => (this.tour ? this.pause() : this.startTour()),
      live: () => this.data.running && this.goLive(),
      sound: () => this.toggleSound(),
      honest: press("yes"),
      dishonest: press("no"),
      help: () => $("#keys").showModal(),
      ...Object.fromEntries(RATES.map((rate, index) => [`rate${index}`, () => this.setRate(rate)])),
    }
  }

  toggleSound() {
    const muted = !this.players[0].video.muted
    this.players[0].video.muted = muted
    $("[data-act=sound]")?.setAttribute("aria-pressed", String(!muted))
  }
}

if ($("[data-report]")) window.oesReport = new Report({ data: read("report-data"), words: read("report-words") })
