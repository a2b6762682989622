const AT_ONCE = 50;

/* What the recorder's page noticed, kept until the server has it. Facts, never violations. */
export class EventQueue {
  constructor({ attempt, store, spare, api, clock, wallNow }) {
    Object.assign(this, { attempt, store, spare, api, clock, wallNow });
    this.runKey = "";
    this.sequence = 0;
    this.early = [];
  }

  /* A run has begun: its events are counted from 0, and those noticed before it belong to it. */
  begin(runKey) {
    this.runKey = runKey;
    this.sequence = 0;
    const early = this.early;
    this.early = [];
    return Promise.all(early.map((event) => this.keep(event)));
  }

  /* `ago`: seconds since it happened, where it is known only now; below 0 where the clock has still to be put forward. */
  async add(kind, detail, ago) {
    const late = ago || 0;
    const wall = new Date(this.wallNow().getTime() - Math.max(0, late) * 1000);
    const at = Math.max(0, this.clock.seconds() - late);
    const event = { kind, detail: String(detail || "").slice(0, 200), at_seconds: at, wall: wall.toISOString() };
    if (!this.runKey) {
      this.early.push(event);
      return;
    }
    await this.keep(event);
  }

  async keep(event) {
    const sequence = this.sequence;
    this.sequence += 1;
    const row = Object.assign({}, event, {
      id: [this.runKey, sequence].join("/"), attempt: this.attempt, run_key: this.runKey, sequence, added: Date.parse(event.wall) + sequence / 1000,
    });
    try {
      await this.store.putEvent(row);
    } catch (error) {
      await this.spare.putEvent(row);
    }
  }

  /* Sends what waits, run by run; what is not acknowledged stays. */
  async flush() {
    if (this.flushing) return;
    this.flushing = true;
    try {
      for (const [runKey, rows] of byRun(await this.waiting())) {
        if (!(await this.send(runKey, rows.slice(0, AT_ONCE)))) break;
      }
    } finally {
      this.flushing = false;
    }
  }

  async waiting() {
    const disk = await this.store.events(this.attempt).catch(() => []);
    return disk.concat(await this.spare.events(this.attempt));
  }

  async send(runKey, rows) {
    const events = rows.map(({ sequence, kind, at_seconds, wall, detail }) => ({ sequence, kind, at_seconds, wall, detail }));
    const answer = await this.api.post("events", { run_key: runKey, events });
    const refused = answer.status >= 400 && answer.status < 500 && [401, 408, 429].indexOf(answer.status) < 0;
    if (!answer.ok && !refused) return false;
    const ids = rows.map((row) => row.id);
    await Promise.all([this.store.removeEvents(ids).catch(() => null), this.spare.removeEvents(ids)]);
    return true;
  }
}

function byRun(rows) {
  const runs = new Map();
  rows.forEach((row) => {
    if (!runs.has(row.run_key)) runs.set(row.run_key, []);
    runs.get(row.run_key).push(row);
  });
  return runs;
}
