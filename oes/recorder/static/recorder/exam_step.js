import { timeOf } from "./times.js";

/* While the exam runs: the way into the testing system, what is saved, what is wrong. */
export class ExamStep {
  constructor({ view, api, sources, examTab, clock, uploader, graceSeconds, onFinish }) {
    Object.assign(this, { view, api, sources, examTab, clock, uploader, graceSeconds, onFinish });
    this.tier = "A";
    view.onClick("exam-open", () => this.open());
    view.onClick("page-code-go", () => this.pageCode());
    view.onClick("exam-finish", () => this.ask(true));
    view.onClick("exam-finish-no", () => this.ask(false));
    view.onClick("exam-finish-yes", () => this.onFinish());
  }

  begin(tier, entrance) {
    this.tier = tier;
    if (entrance) this.enterBy(entrance);
    this.ask(false);
    ["camera", "screen"].forEach((kind) => {
      if (this.needs(kind) && !this.sources.has(kind)) this.ended(kind);
    });
  }

  enterBy(entrance) {
    this.examTab.use(entrance);
    this.view.hide("exam-code-box", !entrance.access_code);
    this.view.write("exam-code", entrance.access_code);
  }

  needs(kind) {
    return kind === "camera" || this.tier === "A";
  }

  open() {
    if (this.examTab.open()) {
      this.view.calm("blocked");
      return;
    }
    this.say("blocked", "tab_blocked", "open_exam", () => this.open());
  }

  /* For an exam's page that the browser has cut off from this one. A code shown before is worth nothing any more. */
  async pageCode() {
    const answer = await this.api.post("embed/code");
    const failed = answer.status === 429 ? "page_code_enough" : "page_code_failed";
    this.view.hide("page-code-box", !answer.ok);
    this.view.write("page-code", answer.ok ? answer.body.code : "");
    this.view.write("page-code-told", this.view.sentence(answer.ok ? "page_code_good" : failed));
  }

  ask(sure) {
    this.view.hide("exam-sure", !sure);
    this.view.hide("exam-finish", sure);
    if (sure) this.view.id("exam-finish-no").focus();
  }

  say(key, sentence, label, action) {
    this.view.trouble(key, this.view.sentence(sentence), this.view.sentence(label), action);
  }

  /* A source ended: "Stop sharing", an unplugged camera. Recording of the other goes on. */
  ended(kind) {
    if (!this.needs(kind)) return;
    if (kind === "camera") this.say(kind, "camera_ended", "camera_turn_on", () => this.camera());
    else this.say(kind, "screen_ended", "screen_share", () => this.screen());
  }

  async camera() {
    try {
      this.view.preview(await this.sources.openCamera());
      this.view.calm("camera");
    } catch (error) {
      this.say("camera", "camera_" + (error.code || "failed"), "try_again", () => this.camera());
    }
  }

  async screen() {
    try {
      const surface = await this.sources.openScreen();
      const wrong = { window: "screen_was_window", browser: "screen_was_tab" }[surface];
      if (wrong) this.say("screen", wrong, "screen_again", () => this.screen());
      else this.view.calm("screen");
    } catch (error) {
      this.say("screen", "screen_" + (error.code || "failed"), "try_again", () => this.screen());
    }
  }

  /* The uploader's state: nothing is lost meanwhile, so the sentence calms. */
  network(state) {
    if (state === "idle" || state === "sending") {
      this.view.calm("network");
      return;
    }
    const retry = () => this.uploader.kick();
    if (state === "signed_out") this.say("network", "signed_out", "reload_page", () => window.location.reload());
    else this.say("network", state === "busy" ? "server_busy" : "no_connection", "try_now", retry);
  }

  tick() {
    const seconds = this.clock.seconds();
    this.view.write("exam-time", timeOf(seconds));
    const left = this.graceSeconds - seconds;
    this.view.hide("exam-grace", left <= 0);
    if (left > 0) this.view.write("exam-grace-left", timeOf(left));
  }
}
