import { SleepWatch } from "./clock.js";

/* What the recorder's own page notices about itself and the device. */
export class Watchers {
  constructor({ window, document, navigator, screen, events, ticker, now, calendar, handheld, onNetwork, onAsleep, onHidden, onVisible }) {
    Object.assign(this, { window, document, navigator, screen, events, ticker, now, calendar, handheld, onNetwork, onAsleep, onHidden, onVisible });
    this.sleep = new SleepWatch();
    this.extended = null;
    this.awake = null;
  }

  start() {
    if (this.started) return;
    this.started = true;
    this.document.addEventListener("visibilitychange", () => this.turned());
    this.window.addEventListener("online", () => this.network(true));
    this.window.addEventListener("offline", () => this.network(false));
    this.ticker.each(() => this.look());
    this.ticker.every(4, this.now, () => this.screens());
    this.ticker.every(60, this.now, () => this.events.add("clock"));
    this.events.add("clock");
    this.ticker.every(30, this.now, () => this.awake === false && !this.document.hidden && this.keepAwake());
    this.screens();
    this.keepAwake();
  }

  /* A phone stops the camera of a hidden page, so there the word says why seconds are missing; what is recorded so
     far is handed on, since the browser may never wake this page again. */
  turned() {
    const hidden = this.document.hidden;
    this.events.add(hidden ? "hidden" : "visible", this.handheld ? "phone" : "");
    if (hidden) {
      this.onHidden();
      return;
    }
    this.keepAwake();
    this.onVisible();
  }

  network(online) {
    this.events.add(online ? "online" : "offline");
    this.onNetwork(online);
  }

  look() {
    const slept = this.sleep.observe(this.now(), this.calendar());
    if (!slept) return;
    this.events.add("asleep", slept.seconds.toFixed(0), -slept.stoodStillSeconds);
    this.onAsleep(slept);
  }

  /* Only Chromium tells of a second screen. */
  screens() {
    const extended = this.screen.isExtended;
    if (extended === undefined || extended === this.extended) return;
    if (extended || this.extended !== null) this.events.add(extended ? "second_screen" : "one_screen");
    this.extended = extended;
  }

  /* A screen that goes dark stops phones from recording. The browser takes the lock back when the tab is hidden or the
     battery is low: it is asked for again, and a refusal changes nothing. `awake`: null where there is no such thing. */
  async keepAwake() {
    if (!this.navigator.wakeLock) return;
    try {
      const lock = await this.navigator.wakeLock.request("screen");
      this.awake = true;
      lock.addEventListener("release", () => (this.awake = false));
    } catch (error) {
      this.awake = false;
    }
  }
}
