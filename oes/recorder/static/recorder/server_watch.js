const SILENCES = 2;

/* Notices when our own server is not there: it answers 502, 503 or 504, or twice not at all though the device is online.
   What it begins and ends are facts for the ledger of technical faults; segments and other questions each for themselves. */
export class ServerWatch {
  constructor({ events, clock, now, online }) {
    Object.assign(this, { events, clock, now, online });
    this.ways = { PUT: { silent: 0, since: 0, down: false }, ask: { silent: 0, since: 0, down: false } };
  }

  /* `askedAt`: by now(), when the question was sent. */
  heard(answer, method, askedAt) {
    if (!this.clock.running) return;
    const way = this.ways[method === "PUT" ? "PUT" : "ask"];
    const busy = [502, 503, 504].indexOf(answer.status) >= 0;
    if (!busy && answer.status !== 0) this.back(way);
    else if (busy || this.online()) this.missed(way, busy, answer.status, askedAt);
  }

  missed(way, busy, status, askedAt) {
    if (!way.silent) way.since = askedAt;
    way.silent += busy ? SILENCES : 1;
    if (way.down || way.silent < SILENCES) return;
    const told = this.down;
    way.down = true;
    if (!told) this.events.add("server_down", status ? String(status) : "no_answer", (this.now() - way.since) / 1000);
  }

  back(way) {
    const told = this.down;
    way.silent = 0;
    way.down = false;
    if (told && !this.down) this.events.add("server_up");
  }

  get down() {
    return this.ways.PUT.down || this.ways.ask.down;
  }
}
