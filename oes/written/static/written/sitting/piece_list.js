/* Files and photos of a work, with those that are still on their way. Each gets its uuid here, so that one that is sent
   twice is kept once. What has no connection waits and goes out again by itself. `state`: kept, sending, waiting, failed. */
const PASSING = [0, 408, 429, 500, 502, 503, 504];

export class PieceList {
  constructor({ items, upload, post, orderUrl, makeUuid, onChange }) {
    Object.assign(this, { upload, post, orderUrl, makeUuid, onChange });
    this.items = items.map((item) => Object.assign({ state: "kept" }, item));
    this.isSending = false;
  }

  of(kind) {
    return this.items.filter((item) => item.kind === kind);
  }

  get isSettled() {
    return this.items.every((item) => item.state === "kept" || item.state === "failed");
  }

  add(files, kind) {
    files.forEach((file) => {
      this.items.push({ uuid: this.makeUuid(), kind, name: file.name, size: file.size, file, state: "waiting", percent: 0 });
    });
    this.onChange();
    return this.sendWaiting();
  }

  /* Sends what waits, one after another, until one has no connection. */
  async sendWaiting() {
    if (this.isSending) return;
    this.isSending = true;
    try {
      let next = this.nextWaiting();
      while (next && (await this.sendOne(next))) next = this.nextWaiting();
    } finally {
      this.isSending = false;
      this.onChange();
    }
  }

  nextWaiting() {
    return this.items.find((item) => item.state === "waiting");
  }

  /* Returns false when there was no answer: the others would get none either. */
  async sendOne(item) {
    item.state = "sending";
    this.onChange();
    const answer = await this.upload(item, (percent) => {
      item.percent = percent;
      this.onChange();
    });
    if (answer.ok) {
      Object.assign(item, answer.body, { state: "kept", file: null });
      this.onChange();
      return true;
    }
    const passes = PASSING.indexOf(answer.status) >= 0;
    item.state = passes ? "waiting" : "failed";
    item.error = passes ? "" : answer.code;
    this.onChange();
    return !passes;
  }

  retry(item) {
    item.state = "waiting";
    this.onChange();
    return this.sendWaiting();
  }

  /* Moves a piece among those of its kind, here at once and on the server; a refusal puts it back. */
  async move(item, by) {
    const among = this.of(item.kind);
    const other = among[among.indexOf(item) + by];
    if (!other) return true;
    this.swap(item, other);
    const kept = this.items.filter((one) => one.state === "kept").map((one) => one.uuid);
    const answer = await this.post(this.orderUrl, { pieces: kept });
    if (!answer.ok) this.swap(item, other);
    return answer.ok;
  }

  swap(one, other) {
    const [at, to] = [this.items.indexOf(one), this.items.indexOf(other)];
    this.items[at] = other;
    this.items[to] = one;
    this.onChange();
  }

  async setPage(item, turned, crop) {
    const answer = await this.post(item.page, { turned, crop });
    if (answer.ok) Object.assign(item, answer.body);
    this.onChange();
    return answer.ok;
  }

  /* Takes a piece away; one that never went out is only forgotten. */
  async remove(item) {
    const answer = item.state === "kept" ? await this.post(item.remove, {}) : { ok: true };
    if (answer.ok || answer.status === 404) this.items = this.items.filter((one) => one !== item);
    this.onChange();
    return answer.ok;
  }
}
