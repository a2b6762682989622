import { tierOf } from "./ladder.js";
import { firstStep } from "./steps.js";
import { hasEnded, isRunning } from "./lease.js";

const POLL_SECONDS = 4;
const RENEW_SECONDS = 5;

/* The student's way through the page, from opening it to "you may close this tab". */
export class Way {
  constructor(parts) {
    Object.assign(this, parts);
    this.tier = "A";
    this.ending = false;
    const view = this.view;
    view.onClick("elsewhere-take", () => this.takeLease(true));
    view.onClick("resume-go", () => this.resume());
    view.onClick("ok-go", () => this.ok());
    view.onClick("unreachable-retry", () => this.takeLease(false));
  }

  async begin(takeOver) {
    this.ticker.each(() => this.tick());
    this.ticker.every(POLL_SECONDS, this.now, () => this.poll());
    this.uploader.run();
    this.leftovers.send();
    const step = this.firstStep(this.config.state);
    if (["insecure", "unsupported", "screenless", "videoless", "phoneless"].indexOf(step) >= 0) this.go(step);
    else if (step === "sending") await this.sendRest(this.config.state);
    else await this.takeLease(takeOver || step === "end_check");
  }

  firstStep(state) {
    const { secure, tiers, endedSecondsAgo, phoneless } = this.config;
    const { abilities } = this.capture;
    return firstStep({ secure, phoneless, abilities, tiers, state, endedSecondsAgo, endCheckDone: this.marks.endCheckDone() });
  }

  /* Begins a run; the page goes on from where the attempt stands. */
  async takeLease(takeOver) {
    const answer = await this.lease.begin(takeOver);
    if (answer.code === "lease_held") return this.go("elsewhere");
    if (!answer.ok) {
      this.view.write("unreachable-text", this.view.sentence(answer.status === 401 ? "signed_out" : "unreachable"));
      return this.go("unreachable");
    }
    const run = answer.body;
    this.sources.use(run);
    await this.events.begin(run.run_key);
    if (run.run > 1 && isRunning(run.state)) await this.events.add("reload");
    this.watchers.start();
    return this.goOn(run);
  }

  async goOn(run) {
    if (!this.store.persistent) this.noStore();
    const step = this.firstStep(run.state);
    const weak = !isRunning(run.state) && this.isWeak(run.policy.tiers);
    this.useTier(isRunning(run.state) ? run.tier : weak ? "C" : tierOf(this.capture.abilities, run.policy.tiers));
    if (step === "sending") return this.sendRest(run.state);
    this.go(step);
    if (step === "device") this.device.begin(this.tier, weak ? "camera_weak" : "");
    if (step === "break") this.rest.begin(null);
    if (step === "end_check") this.view.write("end-check-text", this.view.sentence("end_check_todo"));
    return null;
  }

  /* Pictures also where an attempt that began with video goes on in a browser that records none. */
  useTier(tier) {
    this.tier = tier;
    this.capture.pictures = tier === "C" || !this.capture.canRecord;
  }

  /* Its newest rehearsal showed a device too slow for video: pictures cost it a tenth. */
  isWeak(tiers) {
    return this.config.note.weak() && this.picturesAllowed(tiers);
  }

  picturesAllowed(tiers) {
    return tierOf({ canTakePictures: this.capture.canTakePictures }, tiers) === "C";
  }

  /* This device records video that nobody can read: it goes on with pictures, where the rules allow them. */
  videoUnreadable() {
    const { tiers } = this.sources.policy;
    if (this.tier === "C" || !this.picturesAllowed(tiers)) return;
    this.sources.close();
    this.view.preview(null);
    this.useTier("C");
    this.go("device");
    this.device.begin("C", "camera_unreadable");
  }

  devicesReady() {
    this.go("identity");
    this.identity.begin();
  }

  /* The request to turn the head, where the policy has one: one picture a second does not show a blink. */
  identityDone() {
    if (!this.sources.policy.challenge_at_start || this.tier === "C") return this.identityReady();
    this.go("challenge");
    this.challenge.begin();
    return null;
  }

  async identityReady() {
    const marks = this.checkMarks.concat(this.device.marks, this.identity.marks);
    const answer = await this.api.post("ready", { tier: this.tier, marks });
    if (answer.ok) this.go("ok");
    else if (answer.code === "tier") this.go("screenless");
    else if (answer.code === "guard_missing" || answer.code === "guard_programs") this.go("device");
    else this.retry("ready", () => this.identityReady());
  }

  /* "OK": the clock starts. A second click finds the first still at work and does nothing. */
  async ok() {
    const askedAt = this.now();
    const answer = await this.api.post("start", { marks: this.identity.marks });
    if (!answer.ok) return this.retry("start", () => this.ok());
    this.clock.set(answer.body.elapsed_seconds, askedAt);
    return this.record(answer.body);
  }

  /* One click after a reload: browsers hand out screen and camera only to a gesture. The screen comes first,
     since its question must follow the click at once. What is refused is told on the exam's page. */
  async resume() {
    if (this.tier === "A" && this.capture.canShareScreen) await this.sources.openScreen().catch(() => null);
    await this.sources.openCamera().then((stream) => this.view.preview(stream)).catch(() => null);
    const answer = await this.api.post("start", { marks: [] });
    if (!answer.ok) return this.retry("start", () => this.resume());
    this.events.add("go_on");
    return this.record(answer.body);
  }

  record(entrance) {
    this.view.calm("retry");
    this.guard.stop();
    this.pace.begin(this.config.note.level());
    this.sources.record();
    this.go("exam");
    this.exam.begin(this.tier, entrance);
    this.marks.recording(true);
    this.extension.start();
  }

  retry(what, again) {
    this.view.trouble("retry", this.view.sentence(what + "_failed"), this.view.sentence("try_again"), () => {
      this.view.calm("retry");
      again();
    });
  }

  sourceEnded(kind) {
    if (this.steps.now === "device") this.device.ended(kind);
    else if (this.steps.now === "exam") this.exam.ended(kind);
    else if (["identity", "challenge", "ok"].indexOf(this.steps.now) >= 0) {
      this.challenge.turn += 1;
      this.go("device");
      this.device.ended(kind);
    }
  }

  /* Another page records now: this one lets go of camera and screen, and goes on sending what it has. */
  async leaseLost() {
    if (this.ending) return;
    await this.sources.stop();
    this.sources.close();
    this.view.preview(null);
    this.marks.recording(false);
    if (this.steps.may("elsewhere")) this.go("elsewhere");
  }

  heard(state) {
    this.view.write("exam-stored", state.stored);
    this.counter.heard(state);
    if (this.lease.held && !this.ending) this.rest.heard(state, this.steps.now);
    if (this.steps.now === "exam" && this.lease.held) this.live.offer(state.challenge);
    if (this.steps.now === "exam") this.guard.duringExam(state.guard);
    if (!hasEnded(state.state) || this.ending || this.steps.now === "sending" || this.steps.now === "done") return;
    if (this.lease.held) this.end(() => this.finish.endedElsewhere(state.state));
    else this.sendRest(state.state);
  }

  finishPressed() {
    return this.end(() => this.finish.finish());
  }

  async end(how) {
    if (this.ending) return;
    this.ending = true;
    await how();
  }

  async sendRest(state) {
    this.ending = true;
    this.view.write("ended-note", this.view.sentence("ended_" + state));
    await this.finish.send();
  }

  /* The device slept: what was being recorded ends where the ticks stopped. Where the clock stood still too,
     the calendar bridges the gap until a new run has the server's word. */
  async slept(sleep) {
    if (!this.sources.recording) return;
    await this.sources.stop(true);
    this.clock.skip(sleep.stoodStillSeconds);
    this.sources.record();
    if (sleep.stoodStillSeconds) await this.renewRun();
  }

  async renewRun() {
    while (this.lease.held && this.sources.recording && !this.ending) {
      if ((await this.lease.poll()) && this.lease.held) {
        const stopping = this.sources.stop();
        const answer = await this.lease.begin(true);
        await stopping;
        if (answer.ok) {
          this.sources.use(answer.body);
          await this.events.begin(answer.body.run_key);
        }
        this.sources.record();
        if (answer.ok) return;
      }
      await this.wait(RENEW_SECONDS);
    }
  }

  /* The disk refused: what is recorded stays in memory until it is sent, so the tab must not be closed.
     `lost`: segments that were on it before and are gone. */
  storeFailed(lost) {
    this.marks.persistent = false;
    if (this.toldStore) return;
    this.toldStore = true;
    this.events.add("store_failed");
    const since = lost.filter((segment) => segment.track.indexOf("check_") !== 0).map((segment) => segment.start);
    if (since.length) this.events.add("recording_lost", (this.clock.seconds() - Math.min.apply(null, since)).toFixed(0));
    this.tellStore();
  }

  /* Without a disk from the start: the same sentence, and a mark for the reviewer. */
  noStore() {
    this.checkMarks.push("no_local_store");
    this.tellStore();
  }

  tellStore() {
    this.view.trouble("store", this.view.sentence("store_failed"), this.view.sentence("understood"), () => this.view.calm("store"));
  }

  /* Neither disk nor memory has room: the gap that begins is told to the student too. */
  held({ camera, screen }) {
    if (!camera && !screen) return this.view.calm("room");
    const sentence = this.view.sentence(camera ? "no_room" : "no_room_screen");
    return this.view.trouble("room", sentence, this.view.sentence("try_now"), () => this.uploader.kick());
  }

  /* The browser's share of the disk is nearly used up by what could not be sent; `minutes` null: there is room again. */
  lastRoom(minutes) {
    if (minutes === null) return this.view.calm("disk");
    return this.view.trouble("disk", this.view.sentence("last_room", { minutes }), this.view.sentence("try_now"), () => this.uploader.kick());
  }

  added() {
    this.uploader.added();
    this.pace.look();
  }

  network(state) {
    this.exam.network(state);
  }

  tick() {
    this.sources.tick();
    if (this.steps.now === "exam") this.exam.tick();
    if (this.steps.now === "break") this.rest.tick();
  }

  async poll() {
    this.lease.poll();
    this.pace.look();
    this.events.flush();
    const waiting = (await this.outbox.waiting()).length;
    this.view.write("exam-waiting", waiting);
    this.view.write("sending-waiting", waiting);
    this.marks.waiting(waiting);
  }

  go(step) {
    this.steps.go(step);
    if (step === "end_check" || step === "sending") this.extension.stop();
    if (step === "sending") this.marks.recording(false);
    if (step === "done") this.marks.finished();
  }
}
