/* Seconds on the attempt's clock: the server says where it stands, performance.now() counts on. */
export class AttemptClock {
  constructor({ now }) {
    this.now = now;
    this.zero = null;
  }

  get running() {
    return this.zero !== null;
  }

  /* `askedAt`: when the question was sent. Half the way there and back is added to the answer. */
  set(elapsedSeconds, askedAt) {
    const half = (this.now() - askedAt) / 2;
    this.zero = this.now() - half - elapsedSeconds * 1000;
  }

  /* The device slept and performance.now() with it. */
  skip(seconds) {
    if (this.running) this.zero -= seconds * 1000;
  }

  seconds() {
    return this.running ? Math.max(0, (this.now() - this.zero) / 1000) : 0;
  }
}

const ASLEEP_MS = 5000;
const STOOD_STILL_MS = 1500;

/* Notices a sleeping device: the ticks stop. Some systems stop performance.now() too; only the calendar
   tells then, and the attempt's clock has to be asked for again (`stoodStillSeconds`). */
export class SleepWatch {
  constructor() {
    this.last = null;
  }

  observe(nowMs, calendarMs) {
    const last = this.last;
    this.last = { nowMs, calendarMs };
    if (!last) return null;
    const passed = nowMs - last.nowMs;
    const calendar = calendarMs - last.calendarMs;
    const lost = Math.max(passed, calendar);
    if (lost < ASLEEP_MS) return null;
    const stoodStill = calendar - passed;
    return { seconds: lost / 1000, stoodStillSeconds: stoodStill > STOOD_STILL_MS ? stoodStill / 1000 : 0 };
  }
}

/* Calls every listener about four times a second, from a worker where there is one. */
export class Ticker {
  constructor({ makeWorker, setTimer }) {
    this.listeners = [];
    const ring = () => this.listeners.forEach((listener) => listener());
    try {
      this.worker = makeWorker();
      this.worker.onmessage = ring;
      this.worker.onerror = () => setTimer(ring, 250);
    } catch (error) {
      setTimer(ring, 250);
    }
  }

  each(listener) {
    this.listeners.push(listener);
  }

  /* Calls the listener at most every `seconds`. */
  every(seconds, now, listener) {
    let last = now();
    this.each(() => {
      if (now() - last < seconds * 1000) return;
      last = now();
      listener();
    });
  }
}
