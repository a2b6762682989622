/* How much the recorder may ask of the line and of the browser's memory. Plain rules: times are seconds, nothing here
   touches the page. */

const BEHIND_SECONDS = 24;
const BEHIND_FOR_SECONDS = 8;
const CAUGHT_UP_SECONDS = 12;
const CALM_SECONDS = 60;
const LONGEST_CALM_SECONDS = 3600;
const RELAPSE_SECONDS = 300;
const ROOM_TO_SPARE = 1.25;

/* The level of the next segments: "normal", or "low" once the oldest waiting segment is three segments late. It goes up
   again when all was sent in time for a while and the line carries the normal level with a quarter to spare; after a
   relapse the while doubles, so that the level settles. */
export class BitrateChoice {
  constructor(level) {
    this.level = level || "normal";
    this.calmSeconds = CALM_SECONDS;
    this.behindSince = null;
    this.calmSince = null;
    this.raisedAt = null;
  }

  /* `late`: how long the oldest waiting segment has waited; `lineKbps`: what the last uploads came to, null where
     unknown; `normalKbps`: what the normal level asks for; `short`: the disk has little room for what waits. Returns
     whether the level changed. */
  observe({ at, late, lineKbps, normalKbps, short }) {
    this.behindSince = late < BEHIND_SECONDS ? null : this.behindSince === null ? at : this.behindSince;
    this.calmSince = late > CAUGHT_UP_SECONDS ? null : this.calmSince === null ? at : this.calmSince;
    if (this.level === "normal") return short ? this.lower() : this.mayLower(at);
    return !short && this.mayRaise(at, lineKbps === null || lineKbps >= normalKbps * ROOM_TO_SPARE);
  }

  mayLower(at) {
    if (this.behindSince === null || at - this.behindSince < BEHIND_FOR_SECONDS) return false;
    const relapsed = this.raisedAt !== null && at - this.raisedAt < RELAPSE_SECONDS;
    this.calmSeconds = relapsed ? Math.min(LONGEST_CALM_SECONDS, this.calmSeconds * 2) : CALM_SECONDS;
    return this.lower();
  }

  lower() {
    this.level = "low";
    return true;
  }

  mayRaise(at, carries) {
    if (!carries || this.calmSince === null || at - this.calmSince < this.calmSeconds) return false;
    this.raisedAt = at;
    this.level = "normal";
    return true;
  }
}

const LAST_UPLOADS = 8;

/* What the line carries, from the last uploads. */
export class LineMeter {
  constructor() {
    this.uploads = [];
  }

  add(bytes, milliseconds) {
    this.uploads = this.uploads.concat([{ bytes, milliseconds }]).slice(-LAST_UPLOADS);
  }

  /* kbit/s, or null before the first upload. */
  get kbps() {
    const sum = (name) => this.uploads.reduce((total, upload) => total + upload[name], 0);
    return this.uploads.length ? (sum("bytes") * 8) / Math.max(1, sum("milliseconds")) : null;
  }
}

const MEMORY_SECONDS = 60;

/* Which sources must wait until memory is free: recording that no disk takes may grow to a minute. The screen gives way
   first, the camera when its next segment might pass the minute; both come back well below.
   `held`: {camera, screen} as they are now; `seconds`: recorded time that lies in memory. */
export function heldBack(seconds, held, segmentSeconds) {
  const camera = MEMORY_SECONDS - segmentSeconds;
  const screen = MEMORY_SECONDS - 2.5 * segmentSeconds;
  const full = (limit, now) => seconds >= (now ? limit / 2 : limit);
  return { camera: full(camera, held.camera), screen: full(screen, held.screen) };
}
