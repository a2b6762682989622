const LOOK_SECONDS = 1;
const PING_SECONDS = 10;

/* The browser extension: found at the device check, started after "OK", kept awake, stopped at the end. `config`:
   { mode: off, optional or required, page, language }. */
export class ExtensionStep {
  constructor({ view, link, api, attempt, config, handheld, ticker, now, window, onChange }) {
    Object.assign(this, { view, link, api, attempt, config, handheld, window, onChange });
    this.state = "";
    this.checking = false;
    this.running = false;
    view.onClick("fact-extension-action", () => this.act());
    ticker.every(LOOK_SECONDS, now, () => this.checking && this.look());
    ticker.every(PING_SECONDS, now, () => this.running && this.ping());
  }

  /* Phones can have none: where it is only offered, nothing is said of it there. */
  get used() {
    return this.config.mode === "required" || (this.config.mode === "optional" && !this.handheld);
  }

  get complete() {
    return this.config.mode !== "required" || this.isReady(this.state);
  }

  isReady(state) {
    return state === "ready" || state === "running";
  }

  /* Shown with the device check, and looked for until that is over: it may be installed or allowed meanwhile. */
  async begin() {
    this.view.hide("fact-extension", !this.used);
    if (!this.used) return;
    this.view.fact("extension", "busy", this.view.sentence("extension_busy"));
    await this.look();
    this.checking = true;
  }

  async look() {
    if (this.looking) return;
    this.looking = true;
    const answer = await this.link.ask({ oes: "hello" });
    this.looking = false;
    const state = answer ? answer.state : "missing";
    if (state === this.state) return;
    this.state = state;
    this.say();
    this.onChange();
  }

  say() {
    const say = (key) => this.view.sentence(key);
    const required = this.config.mode === "required";
    if (this.isReady(this.state)) this.view.fact("extension", "good", say("extension_good"));
    else if (this.state === "asks") this.view.fact("extension", required ? "todo" : "note", say("extension_asks"), say("extension_allow"));
    else this.view.fact("extension", required ? "bad" : "note", say("extension_" + this.config.mode), say("extension_get"));
  }

  act() {
    if (this.state === "asks") return this.allow();
    this.window.open(this.config.page, "_blank");
    return null;
  }

  /* The extension opens its own page: browsers take the permission only from a click there. */
  allow() {
    return this.link.ask({ oes: "allow", language: this.config.language });
  }

  /* The exam runs: what is there is handed its token. */
  async start() {
    if (!this.used || this.ended) return;
    this.checking = false;
    const answer = await this.link.ask({ oes: "hello" });
    if (answer && this.isReady(answer.state)) await this.hand(answer.origin);
    else if (this.config.mode === "required") this.miss(answer);
    this.running = Boolean(answer) || this.config.mode === "required";
  }

  async hand(origin) {
    const given = await this.api.post("extension", { origin });
    if (!given.ok) return;
    const { token, hosts } = given.body;
    const told = { oes: "start", attempt: this.attempt, token, hosts, seconds: given.body.expires_in_seconds, language: this.config.language };
    const answer = await this.link.ask(told);
    if (answer && answer.state === "running") this.view.calm("extension");
  }

  /* Wakes an extension whose background the browser has ended, and sees that it still watches this attempt. */
  async ping() {
    const answer = await this.link.ask({ oes: "ping" });
    if (this.ended) return;
    if (answer && answer.state === "running" && answer.attempt === this.attempt && !answer.needsToken) this.view.calm("extension");
    else if (answer && this.isReady(answer.state)) await this.hand(answer.origin);
    else this.miss(answer);
  }

  miss(answer) {
    const say = (key) => this.view.sentence(key);
    if (answer && answer.state === "asks") this.view.trouble("extension", say("extension_asks_again"), say("extension_allow"), () => this.allow());
    else this.view.trouble("extension", say("extension_ended"), say("try_again"), () => this.ping());
  }

  stop() {
    this.checking = false;
    if (!this.used || this.ended) return;
    this.ended = true;
    this.running = false;
    this.view.calm("extension");
    this.link.ask({ oes: "stop", attempt: this.attempt });
  }
}
