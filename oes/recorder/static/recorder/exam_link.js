/* How this page speaks with the exam's pages, be they in a tab or in a frame: only at the exact origins that the exam
   names, and only with the window that `target` is. The token is given until a page there acknowledges it; one without
   a token asks. */
export class ExamLink {
  constructor({ window, origin }) {
    Object.assign(this, { window, origin });
    this.entrance = null;
    this.acknowledged = false;
    window.addEventListener("message", (event) => this.hear(event));
  }

  /* `entrance`: the answer to "OK". */
  use(entrance) {
    this.entrance = entrance;
  }

  tell() {
    if (this.target && !this.acknowledged) this.entrance.embed_origins.forEach((origin) => this.give(origin));
  }

  give(origin) {
    this.post({ oes: "token", token: this.entrance.embed_token, api: this.origin }, origin);
  }

  post(message, origin) {
    this.target.postMessage(message, origin);
  }

  hear(event) {
    if (!this.entrance || !this.target || event.source !== this.target || !event.data) return;
    if (this.entrance.embed_origins.indexOf(event.origin) < 0) return;
    if (event.data.oes === "ask") this.give(event.origin);
    if (event.data.oes !== "ack" || this.acknowledged) return;
    this.acknowledged = true;
    this.onAck();
  }

  onAck() {
    return null;
  }
}
