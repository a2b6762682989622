const ASK_EVERY_SECONDS = 2;
const SILENT_SECONDS = 20;
const SIGNED_SECONDS = 8;

/* An administrator tries on a phone whether the testing system works in a frame: the frame is the students' own, and
   so is the script that has to answer from inside. What only a person can see is asked. */
export class PhoneTry {
  constructor({ view, frame, layer, back, post, ticker, now }) {
    Object.assign(this, { view, frame, layer, back, post, now });
    this.began = now();
    this.loadedAt = null;
    this.heard = false;
    this.started = false;
    this.early = false;
    this.seen = false;
    this.over = false;
    view.onClick("try-blank", () => this.finish("refused"));
    view.onClick("try-there", () => this.there());
    view.onClick("try-again", () => this.finish("lost_cookies"));
    view.onClick("try-signed", () => this.signed());
    ticker.every(ASK_EVERY_SECONDS, now, () => this.ask());
  }

  begin(entrance) {
    this.frame.use(entrance);
    this.layer.open();
    this.back.on();
    this.frame.open();
    this.say("try_wait");
  }

  loaded() {
    this.loadedAt = this.now();
    this.tell();
  }

  answered() {
    this.heard = true;
    this.tell();
  }

  /* The frame was led to an address that is not the exam's: the browser keeps it out, and says so. */
  refused(directive) {
    if (directive === "frame-src" || directive === "child-src") this.finish("other_address");
  }

  async ask() {
    if (this.over || this.asking) return;
    this.asking = true;
    const answer = await this.post("state", {});
    this.asking = false;
    if (this.over) return;
    if (answer.status === 401) {
      this.end("try_over", "");
      return;
    }
    if (answer.ok && answer.body.exam_started && !this.started) {
      this.started = true;
      this.early = this.frame.loads < 2; // said by the page before the sign-in: it proves nothing
    }
    if (this.started && !this.early) await this.finish("possible");
    else this.tell();
  }

  /* What is to be done now, and which question is asked. */
  tell() {
    const later = this.frame.loads > 1;
    const silent = !this.heard && !later && !this.seen && this.passed(this.began, SILENT_SECONDS);
    const signed = later && this.passed(this.loadedAt, SIGNED_SECONDS);
    this.view.hide("try-silent", !silent);
    this.view.hide("try-signed-in", !signed);
    if (silent) this.say("try_silent");
    else if (signed) this.say(this.early ? "try_early" : "try_signed");
    else if (this.heard || this.seen || later) this.say("try_sign_in");
  }

  passed(since, seconds) {
    return since !== null && this.now() - since >= seconds * 1000;
  }

  there() {
    this.seen = true;
    this.tell();
  }

  /* The person is signed in. The script has to be on the page that they see. */
  signed() {
    return this.frame.acknowledged ? this.finish("possible", true) : this.finish("no_script");
  }

  async finish(result, byHand) {
    if (this.over) return;
    this.over = true;
    const answer = await this.post("finish", { result, loads: this.frame.loads, by_hand: Boolean(byHand) });
    if (answer.ok) this.end("", result);
    else if (answer.status === 401) this.end("try_over", "");
    else {
      this.over = false;
      this.say("try_failed");
    }
  }

  end(key, result) {
    this.over = true;
    this.back.off();
    this.frame.close();
    this.layer.close();
    this.view.hide("try", true);
    if (key) this.view.write("result-over", this.view.sentence(key));
    this.view.hide("result-" + (result || "over"), false);
  }

  say(key) {
    this.view.write("try-text", this.view.sentence(key));
  }
}
