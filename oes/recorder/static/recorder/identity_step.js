const RECORD_SECONDS = 3;
const PATIENCE_SECONDS = 15;
const ASK_EVERY_SECONDS = 0.7;
const TRIES = 2;
const ORDER = ["covered", "too_dark", "no_face", "two_faces", "too_bright", "unreadable"];

/* The machine looks at three seconds of the camera and says what is wrong. It never refuses: after two tries, or
   without an answer in time, the student goes on with a mark for the reviewer. */
export class IdentityStep {
  constructor({ view, sources, api, wait, now, onReady, onUnreadable }) {
    Object.assign(this, { view, sources, api, wait, now, onReady, onUnreadable });
    this.failures = 0;
    this.marks = [];
    view.onClick("identity-check", () => this.check());
    view.onClick("identity-go", () => this.onReady());
  }

  begin() {
    this.tell("", this.view.sentence("face_todo"));
    this.view.hide("identity-go", true);
    this.view.hide("identity-check", false);
  }

  async check() {
    this.view.hide("identity-go", true);
    this.view.enable("identity-check", false);
    this.tell("busy", this.view.sentence("face_busy"));
    const answer = await this.answer();
    this.view.enable("identity-check", true);
    if (!answer) this.unanswered();
    else if (answer.problems.length) this.wrong(answer.problems);
    else this.right();
  }

  /* The machine's answer, or null when there is none in time. */
  async answer() {
    let segment;
    try {
      segment = await this.sources.check("camera", "check_start", RECORD_SECONDS);
    } catch (error) {
      return { problems: ["unreadable"] };
    }
    const until = this.now() + PATIENCE_SECONDS * 1000;
    while (this.now() < until) {
      const asked = this.api.get(["check", segment.run, segment.sequence].join("/"));
      const told = await Promise.race([asked, this.wait((until - this.now()) / 1000)]);
      if (told && told.ok && told.body.status === "done") return told.body;
      await this.wait(ASK_EVERY_SECONDS);
    }
    return null;
  }

  right() {
    this.marks = [];
    this.tell("good", this.view.sentence("face_good"));
    this.view.hide("identity-check", true);
    this.view.hide("identity-go", false);
  }

  unanswered() {
    this.marks = ["not_checked"];
    this.tell("note", this.view.sentence("face_not_checked"));
    this.view.hide("identity-check", true);
    this.view.hide("identity-go", false);
  }

  wrong(problems) {
    this.failures += 1;
    const worst = ORDER.find((problem) => problems.indexOf(problem) >= 0) || "unreadable";
    const lines = [this.view.sentence("face_" + worst)];
    const enough = this.failures >= TRIES;
    if (enough) {
      this.marks = ["face_unclear"];
      lines.push(this.view.sentence("face_go_on_anyway"));
    }
    this.tell("bad", lines.join(" "));
    this.view.hide("identity-go", !enough);
    if (enough && worst === "unreadable") this.onUnreadable();
  }

  tell(state, sentence) {
    this.view.id("identity-answer").className = "answer " + state;
    this.view.write("identity-answer-text", sentence);
  }
}
