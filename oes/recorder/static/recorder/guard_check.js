const ASK_EVERY_SECONDS = 3;

/* The desktop guard: shows its code, whether it reports, and which programs to close before the start. `mode` is off,
   optional or required; only "required" holds anybody up. `possible`: the device is a computer. */
export class GuardCheck {
  constructor({ view, api, wait, mode, possible, server, onChange }) {
    Object.assign(this, { view, api, wait, mode, server, onChange });
    this.used = mode === "required" || (mode === "optional" && possible);
    this.heard = { state: "absent", forbidden: [], informative: [] };
    this.code = "";
    this.turn = 0;
    if (mode !== "off") view.onClick("fact-guard-action", () => this.newCode());
  }

  get complete() {
    return this.mode !== "required" || (this.heard.state === "alive" && this.heard.forbidden.length === 0);
  }

  begin() {
    if (this.mode !== "off") this.view.hide("fact-guard", !this.used);
    if (!this.used) return null;
    this.tell();
    this.newCode();
    return this.watch();
  }

  stop() {
    this.turn += 1;
  }

  async watch() {
    this.turn += 1;
    const turn = this.turn;
    while (turn === this.turn) {
      const answer = await this.api.get("guard");
      if (turn !== this.turn) return;
      if (answer.ok) this.hear(answer.body);
      await this.wait(ASK_EVERY_SECONDS);
    }
  }

  /* The code of a guard that was started is used up. */
  hear(state) {
    const stopped = this.heard.state === "alive" && state.state !== "alive";
    if (state.state === "alive" || stopped) this.code = "";
    this.heard = state;
    this.tell();
    if (stopped) this.newCode();
    this.onChange();
  }

  /* A code is good for one start of the guard. */
  async newCode() {
    const answer = await this.api.post("guard/code");
    this.code = answer.ok ? answer.body.code : "";
    this.tell();
  }

  tell() {
    const { state, forbidden, informative } = this.heard;
    const alive = state === "alive";
    this.view.hide("guard-start", alive || !this.code);
    this.view.write("guard-code", this.code);
    this.view.write("guard-server", this.server);
    if (alive) this.tellPrograms(forbidden, informative);
    else this.tellAbsent(state);
  }

  tellPrograms(forbidden, informative) {
    const lines = [this.view.sentence("guard_good")];
    if (forbidden.length) lines.unshift(this.view.sentence("guard_close", { names: forbidden.join(", ") }));
    if (informative.length) lines.push(this.view.sentence("guard_told", { names: informative.join(", ") }));
    const warning = this.mode === "required" ? "bad" : "note";
    this.view.fact("guard", forbidden.length ? warning : "good", lines.join(" "));
  }

  tellAbsent(state) {
    const required = this.mode === "required";
    const lines = [this.view.sentence(state === "absent" ? "guard_todo" : "guard_stopped")];
    lines.push(this.view.sentence(required ? "guard_required" : "guard_optional"));
    const mark = required && state !== "absent" ? "bad" : "todo";
    this.view.fact("guard", required ? mark : "note", lines.join(" "), this.view.sentence("guard_code_again"));
  }

  /* While the exam runs: a guard that was closed can be started again. One that never came was not asked for. */
  duringExam(state) {
    if (!this.used || !state) return;
    if (state === "alive" || (state === "absent" && this.mode === "optional")) {
      this.lost = false;
      this.view.calm("guard");
    } else if (!this.lost) {
      this.lost = true;
      this.view.trouble("guard", this.view.sentence("guard_lost"), this.view.sentence("guard_code_again"), () => this.again());
    }
  }

  async again() {
    await this.newCode();
    const sentence = this.code ? this.view.sentence("guard_lost_code", { code: this.code, server: this.server }) : this.view.sentence("unreachable");
    this.view.trouble("guard", sentence, this.view.sentence("guard_code_again"), () => this.again());
  }
}
