/* Talks to the server for one work, in the student's own sign-in. Never throws: no answer is `status` 0, an ended sign-in
   is `code` "signed_out". */
const LONGEST_MS = 20000;

export class Calls {
  constructor({ fetch, csrf, stateUrl, makeAbort, setTimer, clearTimer }) {
    Object.assign(this, { fetch, csrf, stateUrl, makeAbort, setTimer, clearTimer });
  }

  post(url, content) {
    return this.send(url, JSON.stringify(content || {}), "application/json");
  }

  /* A sign-in in another tab makes the page's token for forms worthless: a fresh one comes with the state. */
  async send(url, body, type) {
    const first = await this.once("POST", url, body, type);
    if (first.status !== 403) return first;
    const state = await this.state();
    return state.ok ? this.once("POST", url, body, type) : state;
  }

  async state() {
    const answer = await this.once("GET", this.stateUrl);
    if (answer.ok && answer.body.csrf) this.csrf = answer.body.csrf;
    return answer;
  }

  async once(method, url, body, type) {
    const abort = this.makeAbort();
    const timer = this.setTimer(() => abort.abort(), LONGEST_MS);
    const headers = { "X-CSRFToken": this.csrf };
    if (type) headers["Content-Type"] = type;
    try {
      const response = await this.fetch(url, { method, body, headers, credentials: "same-origin", cache: "no-store", redirect: "manual", signal: abort.signal });
      if (response.type === "opaqueredirect" || response.status === 302) return failed("signed_out");
      const told = await response.json().catch(() => ({}));
      return { status: response.status, ok: response.ok, code: told.code || "", body: told };
    } catch (error) {
      return failed("no_answer");
    } finally {
      this.clearTimer(timer);
    }
  }
}

function failed(code) {
  return { status: 0, ok: false, code, body: {} };
}
