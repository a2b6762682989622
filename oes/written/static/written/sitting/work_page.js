import { clockText, markPassed } from "./countdown.js";
import { filled } from "./piece_view.js";

const SAVE_EVERY_SECONDS = 3;
const ASK_EVERY_SECONDS = 15;
const RETRY_PIECES_SECONDS = 8;
const STAYS = ["not_recording", "offline", "signed_out", "large", "refused"];

/* The page on which a student writes: text, pieces, clock, handing in. */
export class WorkPage {
  constructor({ document, window, config, calls, autosave, pieces, countdown }) {
    Object.assign(this, { document, window, config, calls, autosave, pieces, countdown });
    this.words = config.words;
    this.state = config.state;
    this.isLeaving = false;
    this.before = null;
    this.asked = 0;
    this.seconds = 0;
  }

  begin() {
    const field = this.id("text");
    if (this.autosave.restore()) this.say("saved", this.words.restored);
    if (field) {
      field.value = this.autosave.text;
      field.addEventListener("input", () => this.typed(field.value));
      field.addEventListener("blur", () => this.autosave.save());
      this.countLetters(field.value);
    }
    this.onClick("hand-in", () => this.ask(true));
    this.onClick("sure-no", () => this.ask(false));
    this.onClick("sure-yes", () => this.handIn());
    this.onClick("late-go", () => this.goOnLate());
    this.onClick("keep-mine", () => this.choose(true));
    this.onClick("keep-theirs", () => this.choose(false));
    this.listenToWindow();
    this.hearState({ ok: true, body: this.state });
    this.autosave.tell();
    this.autosave.save();
  }

  listenToWindow() {
    this.document.addEventListener("visibilitychange", () => this.autosave.save());
    this.window.addEventListener("online", () => this.tryNow());
    this.window.addEventListener("focus", () => this.askState());
    this.window.addEventListener("beforeunload", (event) => {
      if (this.isLeaving || (this.autosave.isSaved && this.pieces.isSettled)) return;
      event.preventDefault();
      event.returnValue = "";
    });
  }

  typed(text) {
    this.autosave.change(text);
    this.countLetters(text);
  }

  countLetters(text) {
    this.id("letters").textContent = filled(this.words.letters, { count: text.length });
  }

  /* Once a second. */
  tick() {
    this.seconds += 1;
    const left = this.countdown.left();
    this.drawClock(left);
    if (this.seconds % SAVE_EVERY_SECONDS === 0 || (left < 3 && left > 0)) this.autosave.save();
    if (this.seconds % RETRY_PIECES_SECONDS === 0) this.pieces.sendWaiting();
    if (this.seconds % ASK_EVERY_SECONDS === 0 || (left === 0 && this.before > 0)) this.askState();
    this.before = left;
  }

  drawClock(left) {
    const label = this.state.has_reason && this.state.phase === "late" ? "late_left" : "left";
    this.write("clock-label", left > 0 ? this.words[label] : this.words.over);
    this.write("clock", left > 0 ? clockText(left) : "0:00");
    this.id("bar").className = left <= 300 ? "bar soon" : "bar";
    const minutes = markPassed(this.before, left);
    if (minutes) this.write("said", filled(this.words.minutes_left, { count: minutes }));
  }

  async askState() {
    if (!this.isLeaving) this.hearState(await this.calls.state());
  }

  hearState(answer) {
    if (!answer.ok) return;
    this.state = answer.body;
    this.countdown.set(this.state.seconds_left);
    if (this.state.state === "handed_in" && !this.state.is_automatic) this.leave(); // on another page, by the student
    else if (this.state.phase === "over" || this.state.state === "missed") this.leave();
    else this.showWriting();
  }

  /* In time, or late with a reason, there is something to write on; late without one there is the question why. */
  showWriting() {
    const isLate = this.state.phase === "late" && !this.state.has_reason;
    const wasHidden = this.id("late").hidden;
    this.id("late").hidden = !isLate;
    this.id("writing").hidden = isLate;
    if (isLate && wasHidden) this.id("late").querySelector("h2").focus();
    if (this.state.records) this.calm("not_recording");
    else this.trouble("not_recording");
  }

  /* What became of the text. */
  hear(state) {
    this.id("conflict").hidden = state !== "conflict";
    if (state === "conflict") this.showConflict();
    const known = { saved: "saved", saving: "saving", unsaved: "unsaved" }[state];
    if (known) this.say("saved", this.words[known], state);
    else this.say("saved", this.words.unsaved, "unsaved");
    if (state === "saved") STAYS.forEach((key) => this.calm(key));
    if (known || state === "conflict") return;
    if (["late", "over", "handed_in"].indexOf(state) >= 0) this.askState();
    else this.trouble(STAYS.indexOf(state) >= 0 ? state : "refused");
  }

  showConflict() {
    this.id("conflict-mine").value = this.autosave.text;
    this.id("conflict-theirs").value = this.autosave.conflict.text;
    this.id("conflict").querySelector("h2").focus();
  }

  async choose(mine) {
    const saving = this.autosave.resolve(mine);
    this.id("text").value = this.autosave.text;
    this.countLetters(this.autosave.text);
    this.id("text").focus();
    await saving;
  }

  tryNow() {
    this.pieces.sendWaiting();
    return this.autosave.save();
  }

  ask(sure) {
    this.write("hand-in-told", "");
    this.id("sure").hidden = !sure;
    this.id("hand-in").hidden = sure;
    this.id(sure ? "sure-no" : "hand-in").focus();
  }

  async handIn() {
    this.write("hand-in-told", this.words.handing_in);
    const saved = await this.savedAll();
    if (!saved) return this.notYet("unsent");
    const answer = await this.calls.post(this.config.urls.handIn, {});
    if (answer.ok) return this.leave();
    if (answer.status === 409 && answer.code === "handed_in") return this.leave();
    this.askState();
    return this.notYet(answer.code === "empty" ? "empty" : "hand_in_failed");
  }

  /* Waits for a sending that is under way, then for what was typed meanwhile. */
  async savedAll() {
    if (!(await this.autosave.save())) await this.autosave.save();
    return this.autosave.isSaved && !this.autosave.conflict && this.pieces.isSettled;
  }

  notYet(key) {
    this.ask(false);
    this.write("hand-in-told", this.words[key]);
  }

  async goOnLate() {
    const reason = this.id("reason").value.trim();
    if (!reason) return this.write("late-told", this.words.reason_missing);
    const answer = await this.calls.post(this.config.urls.late, { reason });
    if (!answer.ok) {
      this.write("late-told", this.words[answer.code === "late_over" ? "over" : "hand_in_failed"]);
      return this.askState();
    }
    this.hearState(answer);
    return this.tryNow();
  }

  /* The receipt tells the rest. What was not taken stays on this device until then. */
  leave() {
    if (this.isLeaving) return;
    this.isLeaving = true;
    if (this.autosave.isSaved) this.autosave.end();
    this.window.location.assign(this.config.urls.receipt);
  }

  trouble(key) {
    const shown = key === "offline" && !this.autosave.draft.works ? "kept_nowhere" : key;
    const old = this.id("trouble-" + key);
    if (old) return;
    const line = this.document.createElement("div");
    line.className = "trouble";
    line.id = "trouble-" + key;
    const text = this.document.createElement("p");
    text.textContent = this.words[shown];
    line.appendChild(text);
    const act = this.actionFor(key);
    if (act) line.appendChild(act);
    this.id("troubles").appendChild(line);
  }

  actionFor(key) {
    const made = this.document.createElement(key === "signed_out" ? "a" : "button");
    made.className = "button";
    if (key === "signed_out") {
      Object.assign(made, { href: this.config.urls.signIn, target: "_blank", rel: "noopener", textContent: this.words.sign_in });
      return made;
    }
    if (key === "large") return null;
    made.type = "button";
    made.textContent = this.words[key === "refused" ? "reload" : "try_now"];
    made.addEventListener("click", () => (key === "refused" ? this.window.location.reload() : this.tryNow()));
    return made;
  }

  calm(key) {
    const line = this.id("trouble-" + key);
    if (line) line.parentNode.removeChild(line);
  }

  say(name, text, state) {
    this.write(name, text);
    if (state) this.id(name).setAttribute("data-state", state);
  }

  write(name, text) {
    const element = this.id(name);
    if (element.textContent !== text) element.textContent = text;
  }

  onClick(name, act) {
    let busy = false;
    this.id(name).addEventListener("click", async () => {
      if (busy) return;
      busy = true;
      try {
        await act();
      } finally {
        busy = false;
      }
    });
  }

  id(name) {
    return this.document.getElementById(name);
  }
}
