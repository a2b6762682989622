const KEEP_DAYS = 14;

/* Recordings of other attempts that a closed page left in this browser, perhaps another student's: each is sent
   with its own token and never shown. What is set aside or too old to be taken is deleted after two weeks. */
export class Leftovers {
  constructor({ store, attempt, makeSender, now }) {
    Object.assign(this, { store, attempt, makeSender, now });
  }

  async send() {
    const rows = await this.store.tokens();
    const others = rows.filter((row) => row.attempt !== this.attempt);
    await Promise.all(others.map((row) => this.sendOne(row)));
  }

  async sendOne(row) {
    await this.dropOld(row.attempt);
    const [segments, events] = await Promise.all([this.store.segments(row.attempt), this.store.events(row.attempt)]);
    if (segments.length || events.length) {
      this.makeSender(row);
      return;
    }
    if (this.now() > row.expires) await this.store.removeToken(row.attempt);
  }

  async dropOld(attempt) {
    const before = this.now() - KEEP_DAYS * 24 * 3600 * 1000;
    const segments = await this.store.segments(attempt);
    const old = segments.filter((segment) => segment.added < before);
    await Promise.all(old.map((segment) => this.store.removeSegment(segment.id)));
  }
}
