const LOOK_SECONDS = 20;
const SHORT_SECONDS = 1200;
const LAST_SECONDS = 300;

/* How long the browser can still keep what cannot be sent. Browsers give each site a share of the disk's free space. */
export class DiskRoom {
  constructor({ storage, now }) {
    Object.assign(this, { storage, now });
    this.lookedAt = -Infinity;
    this.pressure = "";
  }

  /* Looks at most every 20 s. Returns "", "short" (record at the low level) or "last" (ask the student as well). */
  async look(kbps) {
    const at = this.now() / 1000;
    if (!this.storage || !this.storage.estimate || at - this.lookedAt < LOOK_SECONDS) return this.pressure;
    this.lookedAt = at;
    const told = await this.storage.estimate().catch(() => null);
    if (told && told.quota) {
      this.seconds = (Math.max(0, told.quota - told.usage) * 8) / 1000 / kbps;
      this.pressure = pressureOf(this.seconds, this.pressure);
    }
    return this.pressure;
  }

  get minutes() {
    return Math.floor(this.seconds / 60);
  }
}

/* What was reached is left only at twice its limit, so that it does not flicker. */
export function pressureOf(seconds, before) {
  const under = (limit, reached) => seconds < (reached ? 2 * limit : limit);
  if (under(LAST_SECONDS, before === "last")) return "last";
  return under(SHORT_SECONDS, before !== "") ? "short" : "";
}
