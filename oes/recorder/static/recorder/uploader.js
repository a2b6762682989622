import { pauseMs } from "./backoff.js";

const QUEUED = 4; // camera and screen come together: so many wait only when sending is slower than recording
const PASSING = [0, 401, 408, 425, 429];

/* Sends an outbox, one segment at a time, for as long as the page lives. Only 2xx deletes the browser's copy. */
export class Uploader {
  constructor({ outbox, api, wait, random, onChange, onRefused, meter, now }) {
    Object.assign(this, { outbox, api, wait, random, onChange, onRefused, meter, now });
    this.tries = 0;
    this.wake = null;
    this.stopped = false;
    this.state = "idle";
    this.announced = false;
    this.toldOf = {};
    this.held = false;
    this.announcedLate = {};
  }

  /* Runs until stop(). */
  async run() {
    while (!this.stopped) {
      const pause = await this.step();
      if (pause) await this.sleep(pause);
    }
  }

  /* Sends one segment; returns the milliseconds to wait before the next, 0 for none. */
  async step() {
    const waiting = this.held ? [] : await this.outbox.waiting();
    const segment = waiting[0];
    if (!segment) {
      this.tell("idle");
      return Infinity;
    }
    const answer = await this.announcedThenPut(segment, waiting);
    if (answer.ok) return this.stored(segment);
    if (PASSING.indexOf(answer.status) >= 0 || answer.status >= 500) return this.later(answer);
    if (answer.code === "closed" && !this.announcedLate[segment.id]) return this.announceLate(segment);
    await this.outbox.setAside(segment.id, answer.code || String(answer.status));
    this.onRefused(segment, answer.code || String(answer.status));
    return 0;
  }

  /* What was announced before the end is taken whenever it comes. So the server is told what is still to come after a
     silence, and while segments queue up: this page may never live to send them. */
  async announcedThenPut(segment, waiting) {
    const queued = waiting.length >= QUEUED && waiting.some((one) => !this.toldOf[one.id]);
    if (!this.announced || queued) {
      const told = await this.api.post("manifest", { segments: await this.outbox.manifest() });
      if (told.status === 0) return told;
      this.announced = true;
      waiting.forEach((one) => (this.toldOf[one.id] = true));
    }
    return this.put(segment);
  }

  /* The attempt was ended elsewhere, by the return link or for silence, and this segment was on its way: it is
     announced and sent once more. */
  async announceLate(segment) {
    this.announcedLate[segment.id] = true;
    const told = { segments: await this.outbox.manifest() };
    const answer = await this.api.post("manifest", told);
    if (!answer.ok) await this.api.post("finish", told);
    return 0;
  }

  async put(segment) {
    const bytes = await this.outbox.bytes(segment.id);
    if (!bytes) return { ok: true }; // another tab of this browser has sent it meanwhile
    const path = ["segments", segment.track, segment.run, segment.sequence].join("/");
    const began = this.now();
    const answer = await this.api.put(path, bytes, {
      "Content-Type": segment.type,
      "Oes-Sha256": segment.sha256,
      "Oes-Start": segment.start.toFixed(3),
      "Oes-End": segment.end.toFixed(3),
    });
    if (answer.ok) this.meter.add(bytes.byteLength || 0, this.now() - began);
    return answer;
  }

  async stored(segment) {
    await this.outbox.remove(segment.id);
    this.tries = 0;
    this.tell("sending");
    return 0;
  }

  later(answer) {
    this.tries += 1;
    this.announced = false;
    this.tell(answer.status === 0 ? "no_answer" : answer.status === 401 ? "signed_out" : "busy");
    return pauseMs(this.tries, answer.retryAfter, this.random);
  }

  tell(state) {
    this.state = state;
    this.onChange(state);
  }

  /* Ends a pause early: something new waits, the network is back, the student pressed "Try now". */
  kick() {
    this.kicked = true;
    if (this.wake) this.wake();
  }

  /* For a new segment: it ends idling, but not a pause that a failure asked for. */
  added() {
    if (this.state === "idle" || this.state === "sending") this.kick();
  }

  /* Sends nothing until release(): after an end the last segments must be announced before they come. */
  hold() {
    this.held = true;
  }

  release() {
    this.held = false;
    this.kick();
  }

  async sleep(milliseconds) {
    if (!this.kicked) {
      const woken = new Promise((resolve) => (this.wake = resolve));
      await (milliseconds === Infinity ? woken : Promise.race([woken, this.wait(milliseconds / 1000)]));
    }
    this.kicked = false;
    this.wake = null;
  }

  stop() {
    this.stopped = true;
    this.kick();
  }
}
