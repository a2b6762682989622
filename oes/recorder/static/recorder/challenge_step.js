const ASK_EVERY_SECONDS = 0.7;
const COUNT_EVERY_SECONDS = 0.25;
const AFTER_SECONDS = 0.8;
const PICTURES = ["straight", "turn_left", "turn_right", "blink"];
const HINTS = ["no_face", "other_way", "not_turned", "not_blinked"];

/* The server draws two or three movements; the page shows each for some seconds and tells when. A picture held to the
   camera cannot follow them. It never refuses: after three tries, without an answer, or with "I cannot do this" the
   student goes on. `name` begins the ids of its elements; `record` makes a recording of its own, before "OK". */
export class ChallengeStep {
  constructor({ view, api, wait, now, name, record, seconds, patience, hidden, onReady }) {
    Object.assign(this, { view, api, wait, now, name, record, seconds, patience, hidden, onReady });
    this.number = null;
    this.turn = 0;
    view.onClick(name + "-start", () => this.run());
    view.onClick(name + "-unable", () => this.unable());
    view.onClick(name + "-go", () => this.leave());
  }

  /* `number`: of a challenge during the exam; the one before "OK" has none. */
  begin(number) {
    this.number = number || null;
    this.draw("straight");
    this.tell("", "challenge_todo");
    this.buttons({ start: "challenge_begin", unable: true });
  }

  leave() {
    this.turn += 1;
    this.onReady();
  }

  async unable() {
    this.turn += 1;
    await this.api.post("challenge", this.number ? { unable: true, challenge: this.number } : { unable: true });
    this.onReady();
  }

  async run() {
    this.turn += 1;
    const turn = this.turn;
    this.buttons({ unable: true });
    const asked = await this.api.post("challenge", this.number ? { challenge: this.number } : {});
    if (turn !== this.turn) return;
    if (asked.code === "no_challenge") this.leave();
    else if (!asked.ok) this.unanswered();
    else await this.lead(asked.body, turn);
  }

  /* Straight ahead first, then each step in its time. */
  async lead(asked, turn) {
    const seconds = asked.straight_seconds + asked.steps.length * asked.step_seconds + AFTER_SECONDS;
    const zero = this.now();
    const clock = this.seconds || (() => (this.now() - zero) / 1000);
    const recorded = this.record ? this.record(seconds).catch(() => null) : Promise.resolve();
    const shown = [];
    this.view.reveal(this.name + "-ask");
    await this.show("straight", asked.straight_seconds);
    for (const step of asked.steps) {
      if (turn !== this.turn || this.hidden()) break;
      shown.push(Math.round(clock() * 100) / 100);
      await this.show(step, asked.step_seconds);
    }
    if (turn !== this.turn) return;
    if (shown.length < asked.steps.length || this.hidden()) this.again("", asked.tries_left);
    else await this.judged(asked, shown, recorded, turn);
  }

  async show(step, seconds) {
    this.draw(step);
    this.tell("busy", "challenge_" + step);
    const until = this.now() + seconds * 1000;
    while (this.now() < until) {
      this.count(Math.ceil((until - this.now()) / 1000));
      await this.wait(Math.min(COUNT_EVERY_SECONDS, Math.max(0.01, (until - this.now()) / 1000)));
    }
    this.count(0);
  }

  async judged(asked, shown, recorded, turn) {
    this.draw("straight");
    this.tell("busy", "challenge_busy");
    const place = "challenge/" + asked.challenge;
    const told = await this.api.post(place, { shown });
    await recorded;
    const answer = told.ok ? await this.answer(place) : null;
    if (turn !== this.turn) return;
    if (!answer) this.unanswered();
    else if (answer.result === "passed") this.done("good", "challenge_good");
    else this.again(answer.missed.find((missed) => HINTS.indexOf(missed) >= 0) || "", answer.tries_left);
  }

  /* The machine's answer, or null when there is none in time. */
  async answer(place) {
    const until = this.now() + this.patience * 1000;
    while (this.now() < until) {
      const told = await Promise.race([this.api.get(place), this.wait((until - this.now()) / 1000)]);
      if (told && told.ok && told.body.result !== "waiting") return told.body;
      await this.wait(ASK_EVERY_SECONDS);
    }
    return null;
  }

  again(hint, left) {
    if (!left) return this.done("note", "challenge_enough");
    this.draw("straight");
    this.tell("bad", "challenge_again", hint ? "challenge_hint_" + hint : "");
    this.buttons({ start: "try_again", unable: true });
    return null;
  }

  unanswered() {
    this.done("note", "challenge_unanswered");
  }

  done(state, key) {
    this.draw("straight");
    this.tell(state, key);
    this.buttons({ go: true });
  }

  draw(picture) {
    PICTURES.forEach((one) => this.view.hide([this.name, "picture", one].join("-"), one !== picture));
  }

  count(left) {
    this.view.hide(this.name + "-left", left === 0);
    this.view.write(this.name + "-left", left);
  }

  tell(state, key, hint) {
    const lines = [this.view.sentence(key)].concat(hint ? [this.view.sentence(hint)] : []);
    this.view.id(this.name + "-answer").className = "answer " + state;
    this.view.write(this.name + "-answer-text", lines.join(" "));
  }

  buttons({ start, unable, go }) {
    this.view.hide(this.name + "-start", !start);
    if (start) this.view.write(this.name + "-start", this.view.sentence(start));
    this.view.hide(this.name + "-unable", !unable);
    this.view.hide(this.name + "-go", !go);
    this.count(0);
  }
}
