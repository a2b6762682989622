import { BitrateChoice, heldBack } from "./bitrate.js";

const KINDS = ["screen", "camera"];

/* Keeps recording within what the line and the browser's memory bear: first smaller, then, where not even memory has
   room, a gap that is told with its reason. Nothing that was recorded is thrown away. */
export class Pace {
  constructor({ outbox, sources, events, meter, disk, now, wallNow, onHeld, onLevel, onLastRoom }) {
    Object.assign(this, { outbox, sources, events, meter, disk, now, wallNow, onHeld, onLevel, onLastRoom });
    this.choice = new BitrateChoice("normal");
  }

  /* `level`: what the last rehearsal or recording in this browser came to; the line may prove better or worse. */
  begin(level) {
    if (level === "low" && this.choice.level === "normal") {
      this.choice = new BitrateChoice("low");
      this.apply();
    }
  }

  /* Called every few seconds and after each segment. */
  async look() {
    if (!this.sources.recording || this.looking) return;
    this.looking = true;
    try {
      const waiting = await this.outbox.waiting();
      this.bitrate(waiting, await this.diskPressure());
      await this.room();
    } finally {
      this.looking = false;
    }
  }

  /* Smaller recordings first, then a word to the student; what no disk takes in the end is room()'s. */
  async diskPressure() {
    const before = this.disk.pressure;
    const pressure = await this.disk.look(this.sources.normalKbps);
    if (pressure === before) return pressure;
    this.events.add(pressure ? "storage_short" : "storage_enough", pressure ? this.disk.minutes + " min" : "");
    this.onLastRoom(pressure === "last" ? this.disk.minutes : null);
    return pressure;
  }

  bitrate(waiting, pressure) {
    const oldest = waiting.reduce((first, segment) => Math.min(first, segment.added), this.wallNow());
    const changed = this.choice.observe({
      at: this.now() / 1000, late: (this.wallNow() - oldest) / 1000, lineKbps: this.meter.kbps, normalKbps: this.sources.normalKbps,
      short: pressure !== "",
    });
    if (changed) this.apply();
  }

  apply() {
    const level = this.choice.level;
    this.sources.level = level;
    this.onLevel(level);
    this.events.add(level === "low" ? "bitrate_lowered" : "bitrate_raised", level);
  }

  async room() {
    const seconds = secondsOf(await this.outbox.inMemory());
    const before = Object.assign({}, this.sources.held);
    const held = heldBack(seconds, before, this.sources.policy.segment_seconds);
    const changed = KINDS.filter((kind) => held[kind] !== before[kind] && (before[kind] || this.sources.has(kind)));
    for (const kind of changed) {
      this.events.add(held[kind] ? "storage_full" : "storage_free", kind);
      await (held[kind] ? this.sources.hold(kind) : this.sources.release(kind));
    }
    if (changed.length) this.onHeld(this.sources.held);
  }
}

/* The recorded time that a list of segments covers: the longest of its tracks. */
export function secondsOf(segments) {
  const tracks = {};
  segments.forEach((segment) => {
    tracks[segment.track] = (tracks[segment.track] || 0) + segment.end - segment.start;
  });
  return Math.max(0, ...Object.keys(tracks).map((track) => tracks[track]));
}
