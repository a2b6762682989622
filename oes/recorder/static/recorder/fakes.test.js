/* What the tests of several modules stand on: a clock that is moved by hand, a recorder, answers of a server. */
export class FakeClock {
  constructor() {
    this.at = 0;
  }

  seconds() {
    return this.at;
  }
}

export class FakeRecorder {
  constructor({ bytes = 4000, fails = false } = {}) {
    if (fails) throw new Error("no second recorder");
    this.bytes = bytes;
    this.state = "inactive";
    this.mimeType = "video/webm;codecs=vp8";
  }

  start() {
    this.state = "recording";
  }

  stop() {
    this.state = "inactive";
    Promise.resolve().then(() => {
      this.ondataavailable({ data: { size: this.bytes } });
      this.onstop();
    });
  }
}

/* `answers`: one for each call, the last for all further ones. */
export class FakeApi {
  constructor(...answers) {
    this.answers = answers;
    this.asked = [];
  }

  answer(method, path, content, headers) {
    this.asked.push({ method, path, content, headers });
    const next = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
    return Promise.resolve(Object.assign({ ok: next.status >= 200 && next.status < 300, body: {}, code: "", retryAfter: 0 }, next));
  }

  get(path) {
    return this.answer("GET", path);
  }

  post(path, content) {
    return this.answer("POST", path, content);
  }

  put(path, bytes, headers) {
    return this.answer("PUT", path, bytes, headers);
  }
}

export const subtle = { digest: async () => new Uint8Array([1, 171]).buffer };
