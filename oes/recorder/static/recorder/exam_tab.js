const POST_EVERY_SECONDS = 0.5;

/* The testing system's tab: opened by the student's click, given its token until a page there acknowledges. Only the
   exact origins that the exam names are spoken to; a page on a further one of them asks when it is loaded. */
export class ExamTab {
  constructor({ window, origin, ticker, now }) {
    Object.assign(this, { window, origin, now });
    this.entrance = null;
    this.tab = null;
    this.acknowledged = false;
    window.addEventListener("message", (event) => this.hear(event));
    ticker.every(POST_EVERY_SECONDS, now, () => this.tell());
  }

  /* `entrance`: the answer to "OK". */
  use(entrance) {
    this.entrance = entrance;
  }

  get isOpen() {
    return Boolean(this.tab && !this.tab.closed);
  }

  /* Returns false when the browser blocked the tab. An open tab is only brought to the front: loading it
     again could lose answers. */
  open() {
    if (this.isOpen) {
      this.tab.focus();
      return true;
    }
    this.acknowledged = false;
    this.tab = this.window.open(this.entrance.address, "_blank");
    return Boolean(this.tab);
  }

  tell() {
    if (!this.isOpen || this.acknowledged) return;
    this.entrance.embed_origins.forEach((origin) => this.give(origin));
  }

  give(origin) {
    this.tab.postMessage({ oes: "token", token: this.entrance.embed_token, api: this.origin }, origin);
  }

  hear(event) {
    if (!this.entrance || !this.tab || event.source !== this.tab) return;
    if (this.entrance.embed_origins.indexOf(event.origin) < 0 || !event.data) return;
    if (event.data.oes === "ack") this.acknowledged = true;
    if (event.data.oes === "ask") this.give(event.origin);
  }
}
