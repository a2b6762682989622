import { timeOf } from "./times.js";

/* A granted break: camera and screen are off, nothing is recorded, until the student comes back. */
export class BreakStep {
  constructor({ view, sources, capture, api, now, ring, page, marks, tier, onBreak, onBack, onEntrance }) {
    Object.assign(this, { view, sources, capture, api, now, ring, page, marks, tier, onBreak, onBack, onEntrance });
    this.until = null;
    this.rung = false;
    this.returned = false;
    view.onClick("exam-break", () => this.ask(true));
    view.onClick("exam-break-no", () => this.ask(false));
    view.onClick("exam-break-yes", () => this.take());
    view.onClick("break-back", () => this.back());
  }

  ask(sure) {
    this.view.hide("exam-break-sure", !sure);
    this.view.hide("exam-break", sure);
    if (sure) this.view.id("exam-break-no").focus();
  }

  /* The server says yes first: without its answer nothing stops, and nothing is lost. */
  async take() {
    this.returned = false;
    const answer = await this.api.post("pause", {});
    this.ask(false);
    if (answer.ok) return this.begin(answer.body.break);
    const sentence = answer.code === "no_break" ? "break_none" : "break_failed";
    this.view.trouble("break", this.view.sentence(sentence), this.view.sentence("understood"), () => this.view.calm("break"));
    return null;
  }

  /* Also called when a page is loaded in a break; how much of it is left comes with the next poll then. */
  async begin(rest) {
    this.view.calm("break");
    this.until = null;
    this.rung = false;
    this.view.hide("break-left-box", true);
    this.view.write("break-heading", this.view.sentence("break_heading"));
    this.view.write("break-text", this.view.sentence("break_on"));
    this.know(rest);
    this.onBreak();
    this.marks.recording(false);
    await this.sources.stop();
    this.sources.close();
    this.view.preview(null);
  }

  know(rest) {
    if (rest && rest.on) this.until = this.now() + rest.seconds * 1000;
  }

  /* A poll: offers breaks, notices one whose answer was lost, tells a return again that the server has not heard. */
  heard(state, step) {
    const rest = state.break;
    const offered = Boolean(rest && rest.left > 0);
    this.view.hide("exam-break-box", !offered);
    if (offered) this.view.write("exam-break-offer", this.view.sentence("break_offer", { count: rest.left, minutes: Math.floor(rest.seconds / 60) }));
    if (state.state !== "paused") return null;
    if (step === "break") return this.know(rest);
    if (step !== "exam") return null;
    return this.returned ? this.tell() : this.begin(rest);
  }

  tick() {
    if (this.until === null) return;
    const left = (this.until - this.now()) / 1000;
    this.view.hide("break-left-box", left <= 0);
    this.view.write("break-left", timeOf(Math.max(0, left)));
    if (left <= 0 && !this.rung) this.over();
  }

  over() {
    this.rung = true;
    this.view.write("break-heading", this.view.sentence("break_title"));
    this.view.write("break-text", this.view.sentence("break_over"));
    this.title = this.page.title;
    this.page.title = this.view.sentence("break_title");
    this.ring();
  }

  /* One click: the screen first, since its question must follow the click at once. Recording begins without waiting
     for the server: no connection must not keep a student out, and the next poll tells it again. */
  async back() {
    if (this.tier() === "A" && this.capture.canShareScreen) await this.sources.openScreen().catch(() => null);
    await this.sources.openCamera().then((stream) => this.view.preview(stream)).catch(() => null);
    this.returned = true;
    if (this.title) this.page.title = this.title;
    this.title = null;
    const told = this.tell();
    this.onBack(null);
    await told;
  }

  async tell() {
    const answer = await this.api.post("resume", {});
    if (answer.ok) this.onEntrance(answer.body);
  }
}
