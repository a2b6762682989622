import { ExamStep } from "./exam_step.js";
import { timeOf } from "./times.js";

const SILENT_SECONDS = 30;

/* The exam on a phone: it stands in a frame of this page, since the camera stops when another page is in front. */
export class FramedExamStep extends ExamStep {
  constructor(parts) {
    super(parts);
    this.layer = parts.layer;
    this.back = parts.back;
    this.openedAt = null;
    this.view.onClick("frame-help", () => this.sheet(!this.asking));
    this.view.onClick("frame-back", () => this.sheet(false));
    this.view.onClick("frame-finish", () => this.ask(true));
  }

  begin(tier, entrance) {
    super.begin(tier, entrance);
    this.open();
  }

  enterBy(entrance) {
    super.enterBy(entrance);
    this.view.hide("frame-code-box", !entrance.access_code);
    this.view.write("frame-code", entrance.access_code);
  }

  open() {
    this.layer.open();
    this.back.on();
    if (!this.examTab.isOpen) this.openedAt = this.clock.seconds();
    super.open();
  }

  sheet(open) {
    this.asking = open;
    this.layer.sheet(open, false);
  }

  ask(sure) {
    this.asking = false;
    this.layer.sheet(sure, true);
    super.ask(sure);
  }

  tick() {
    super.tick();
    const seconds = this.clock.seconds();
    this.view.write("frame-time", timeOf(seconds));
    if (seconds >= this.graceSeconds) this.view.hide("frame-code-box", true);
    if (this.openedAt !== null && seconds - this.openedAt > SILENT_SECONDS) this.silent();
  }

  /* Nothing was heard from the frame: either the exam does not show there, or its page lacks the script. */
  silent() {
    this.openedAt = null;
    this.say("frame", "frame_silent", "frame_again", () => {
      this.calm();
      this.examTab.again();
      this.openedAt = this.clock.seconds();
    });
  }

  /* The page in the frame answered. */
  calm() {
    this.openedAt = null;
    this.view.calm("frame");
  }

  /* The back gesture was caught. */
  stayed() {
    this.view.trouble("back", this.view.sentence("back_stays"), this.view.sentence("understood"), () => this.view.calm("back"));
  }

  /* The student was in another app, where the camera stands still. */
  cameBack() {
    if (!this.examTab.isOpen) return;
    this.view.trouble("away", this.view.sentence("was_away"), this.view.sentence("understood"), () => this.view.calm("away"));
  }

  /* Told of each step of the page: the exam's frame goes when the exam is over here. In a break it stays, unseen: loading
     it anew could lose answers. */
  follow(step) {
    if (step === "exam") return;
    this.back.off();
    this.openedAt = null;
    ["frame", "back", "away"].forEach((key) => this.view.calm(key));
    if (step !== "break") this.examTab.close();
    this.layer.close();
  }
}
