const PATIENCE_SECONDS = 1.5;

/* Talks to the browser extension. Chromium lets the page call it by its id; in Firefox the extension itself puts a
   bridge into this page, which passes words on. Answers null where nobody answers. */
export class ExtensionLink {
  constructor({ window, runtime, ids, wait }) {
    Object.assign(this, { window, runtime, ids, wait });
    this.number = 0;
    this.waiting = new Map();
    window.addEventListener("message", (event) => this.hear(event));
  }

  async ask(message) {
    const answers = this.runtime && this.runtime.sendMessage ? this.ids.map((id) => this.call(id, message)) : [this.post(message)];
    const told = await Promise.all(answers);
    return told.find((answer) => answer && answer.state && answer.state !== "refused") || null;
  }

  call(id, message) {
    const answered = new Promise((resolve) => {
      this.runtime.sendMessage(id, message, (answer) => resolve(this.runtime.lastError ? null : answer));
    });
    return Promise.race([answered.catch(() => null), this.patience()]);
  }

  post(message) {
    const number = (this.number += 1);
    const answered = new Promise((resolve) => this.waiting.set(number, resolve));
    this.window.postMessage({ oesTo: "extension", number, message }, this.window.location.origin);
    return Promise.race([answered, this.patience()]).then((answer) => {
      this.waiting.delete(number);
      return answer;
    });
  }

  hear(event) {
    const data = event.data;
    if (event.source !== this.window || event.origin !== this.window.location.origin || !data || data.oesFrom !== "extension") return;
    const resolve = this.waiting.get(data.number);
    if (resolve) resolve(data.answer);
  }

  patience() {
    return this.wait(PATIENCE_SECONDS).then(() => null);
  }
}
