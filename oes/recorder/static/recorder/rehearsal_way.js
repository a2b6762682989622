import { tierOf } from "./ladder.js";
import { batteryOf } from "./rehearsal_measures.js";

const CHECK_SECONDS = 3;
const POLL_SECONDS = 4;

/* The rehearsal: the recorder's own parts for a minute, then what they measured goes to the server, which says what
   it means. Nothing is lowered on the way: the line is to show what it can do. */
export class RehearsalWay {
  constructor(parts) {
    Object.assign(this, parts);
    this.running = false;
    this.view.onClick("device-skip", () => this.rehearse());
    this.view.onClick("elsewhere-take", () => this.takeLease(true));
    this.view.onClick("unreachable-retry", () => this.takeLease(false));
  }

  async begin() {
    this.ticker.each(() => this.tick());
    this.ticker.every(POLL_SECONDS, this.now, () => this.poll());
    this.uploader.run();
    this.leftovers.send();
    if (!this.config.secure) this.steps.go("insecure");
    else if (!this.capture.canRecord && !this.capture.canTakePictures) this.steps.go("unsupported");
    else await this.takeLease(true);
  }

  async takeLease(takeOver) {
    const answer = await this.lease.begin(takeOver);
    if (answer.code === "lease_held") return this.steps.go("elsewhere");
    if (!answer.ok) {
      this.view.write("unreachable-text", this.view.sentence(answer.status === 401 ? "signed_out" : "unreachable"));
      return this.steps.go("unreachable");
    }
    this.sources.use(answer.body);
    await this.events.begin(answer.body.run_key);
    this.watchers.start();
    this.steps.go("device");
    this.capture.pictures = !this.capture.canRecord;
    return this.device.begin(this.capture.pictures ? "C" : this.capture.canShareScreen ? "A" : "B");
  }

  /* With what works: a device on which something fails is the one that needs a code for the helpdesk. */
  async rehearse() {
    if (this.running) return;
    this.running = true;
    this.steps.go("rehearse");
    const recorded = this.sources.has("camera") ? await this.record() : { seconds: 0, late: 0, frames: null };
    if (recorded) await this.tell(recorded);
  }

  /* Returns what recording showed, or null when the server did not answer. */
  async record() {
    await this.sources.check("camera", "check_start", CHECK_SECONDS).catch(() => null);
    if (!(await this.start())) return null;
    this.frames.begin();
    this.sources.record();
    const began = this.now();
    const until = began + this.config.seconds * 1000;
    while (this.now() < until && this.sources.recording) await this.progress("rehearsing", until);
    const frames = this.frames.perSecond;
    await this.sources.stop();
    const late = await this.late();
    await this.drain();
    return { seconds: (Math.min(this.now(), until) - began) / 1000, late, frames };
  }

  async start() {
    const { tiers } = this.sources.policy;
    const { canRecord, pictures } = this.capture;
    const wanted = tierOf({ canRecord, canShareScreen: this.sources.has("screen"), canTakePictures: pictures }, tiers);
    const askedAt = this.now();
    const ready = await this.api.post("ready", { tier: wanted || tiers[0] });
    const answer = ready.ok ? await this.api.post("start", {}) : ready;
    if (answer.ok) this.clock.set(answer.body.elapsed_seconds, askedAt);
    else this.failed();
    return answer.ok;
  }

  async late() {
    const waiting = await this.outbox.waiting();
    return waiting.length ? (this.wallNow() - waiting[0].added) / 1000 : 0;
  }

  /* Lets a slow line finish, for at most twice the rehearsal's length. */
  async drain() {
    const until = this.now() + 2 * this.config.seconds * 1000;
    while ((await this.outbox.waiting()).length && this.now() < until) await this.progress("rehearsal_sending", until);
  }

  async progress(sentence, until) {
    const left = Math.max(0, Math.ceil((until - this.now()) / 1000));
    this.view.write("rehearse-text", this.view.sentence(sentence, { seconds: left }));
    await this.wait(0.5);
  }

  async tell(recorded) {
    const measured = await this.measured(recorded);
    this.view.write("rehearse-text", this.view.sentence("rehearsal_ends"));
    await this.events.flush();
    const answer = await this.api.post("rehearsal", measured);
    if (!answer.ok) return this.failed(() => this.tell(recorded));
    this.note.keep(answer.body.level, answer.body.tier === "C" && !this.capture.pictures);
    await Promise.all((await this.outbox.waiting()).map((segment) => this.outbox.remove(segment.id)));
    this.sources.close();
    return this.open(answer.body.page);
  }

  async measured({ seconds, late, frames }) {
    const battery = await batteryOf(this.navigator);
    return {
      seconds, late_seconds: late, frames_per_second: frames, upload_kbps: this.meter.kbps,
      battery_percent: battery.percent, charging: battery.charging, wake_lock: this.watchers.awake,
      camera: this.sources.has("camera"), sound: this.sources.hasSound, screen: this.screen(), local_store: this.store.persistent,
    };
  }

  screen() {
    if (!this.capture.canShareScreen) return "unsupported";
    if (this.sources.has("screen") || this.sources.surface === "window" || this.sources.surface === "browser") return this.sources.surface;
    return this.device.failures.screen ? "denied" : "";
  }

  failed(again) {
    const retry = again || (() => this.reload());
    this.view.trouble("retry", this.view.sentence("unreachable"), this.view.sentence("try_again"), () => {
      this.view.calm("retry");
      retry();
    });
  }

  tick() {
    this.sources.tick();
  }

  poll() {
    this.lease.poll();
    this.events.flush();
  }

  /* What the recorder's parts call. A page that lost its lease, or slept, has nothing to show. */
  added() {
    this.uploader.added();
  }

  async leaseLost() {
    await this.sources.stop();
    this.sources.close();
    if (this.steps.may("elsewhere")) this.steps.go("elsewhere");
  }

  sourceEnded(kind) {
    if (this.steps.now === "device") this.device.ended(kind);
  }

  network() {
    return null;
  }

  held() {
    return null;
  }

  lastRoom() {
    return null;
  }

  heard() {
    return null;
  }

  slept() {
    return null;
  }

  storeFailed() {
    this.store.persistent = false;
  }
}
