const LONGEST_MS = 60000;

/* Talks to the server for one attempt. Never throws: no answer is `status` 0. `onAnswer` hears every answer. */
export class Api {
  constructor({ base, token, renew, fetch, makeAbort, setTimer, clearTimer, now, onAnswer }) {
    this.base = base;
    this.token = token;
    this.renew = renew;
    this.fetch = fetch;
    this.makeAbort = makeAbort;
    this.setTimer = setTimer;
    this.clearTimer = clearTimer;
    this.onAnswer = onAnswer;
    this.now = now;
    this.watch = null; // told of every answer, where somebody keeps an eye on the server
  }

  get(path) {
    return this.ask("GET", path);
  }

  post(path, content) {
    return this.ask("POST", path, JSON.stringify(content || {}), { "Content-Type": "application/json" });
  }

  put(path, bytes, headers) {
    return this.ask("PUT", path, bytes, headers);
  }

  /* A token that is no longer known is asked for once more, where a sign-in can give a new one. */
  async ask(method, path, body, headers) {
    const first = await this.send(method, path, body, headers);
    if (first.status !== 401 || !this.renew) return first;
    const token = await this.renew();
    if (!token) return first;
    this.token = token;
    return this.send(method, path, body, headers);
  }

  async send(method, path, body, headers) {
    const askedAt = this.now();
    const answer = await this.sendOnce(method, path, body, headers);
    if (this.watch) this.watch.heard(answer, method, askedAt);
    return answer;
  }

  async sendOnce(method, path, body, headers) {
    const abort = this.makeAbort();
    const timer = this.setTimer(() => abort.abort(), LONGEST_MS);
    const all = Object.assign({ Authorization: "Bearer " + this.token }, headers || {});
    try {
      const response = await this.fetch(this.base + path, {
        method, body, headers: all, credentials: "omit", cache: "no-store", signal: abort.signal,
      });
      const answer = await answerOf(response);
      if (this.onAnswer) this.onAnswer(answer);
      return answer;
    } catch (error) {
      return { status: 0, ok: false, code: "no_answer", body: {}, retryAfter: 0 };
    } finally {
      this.clearTimer(timer);
    }
  }
}

async function answerOf(response) {
  const body = await response.json().catch(() => ({}));
  const retryAfter = Number(response.headers.get("Retry-After")) || 0;
  return { status: response.status, ok: response.ok, code: body.code || "", body, retryAfter };
}

/* A new upload token from the student's sign-in, or "" when the sign-in is over or there is no connection. */
export async function askToken({ fetch, url, csrf }) {
  try {
    const response = await fetch(url, { method: "POST", headers: { "X-CSRFToken": csrf }, credentials: "same-origin", redirect: "error" });
    if (!response.ok) return { token: "", status: response.status };
    const body = await response.json();
    return { token: body.token, status: response.status, expiresInSeconds: body.expires_in_seconds };
  } catch (error) {
    return { token: "", status: 0 };
  }
}
