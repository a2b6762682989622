import { add, batchOf, meaningOf, newState, settle } from "./queue.js";
import { placeOf } from "./place.js";

const BEAT_MS = 10000;
const LEAVING_MS = 250;
const UNUSED_MS = 30 * 60 * 1000;

/* Watches while an attempt runs, and only then. Everything it knows is kept in `store`, so that the browser may end
   it at any moment. `see` answers { focused, tab }, `send` a { status, running } for a batch, `permission` asks for
   nothing: it tells whether "tabs" was granted, and gives it back. */
export class Watch {
  constructor({ store, see, send, permission, alarm, now, wall, newKey, wait, origin, own }) {
    Object.assign(this, { store, see, send, permission, alarm, now, wall, newKey, wait, origin, own });
    this.life = newKey();
    this.turn = Promise.resolve();
  }

  /* One thing after another: events of the browser come while earlier ones still wait for the disk. */
  inTurn(what) {
    const done = this.turn.then(what);
    this.turn = done.catch(() => null);
    return done;
  }

  async hello() {
    const state = await this.load();
    const granted = await this.permission.has();
    const running = Boolean(state && !state.stopping);
    const name = granted ? (running ? "running" : "ready") : "asks";
    return { state: name, attempt: running ? state.attempt : "", needsToken: running && !state.token };
  }

  /* Begins, or goes on with a new token where the page was loaded again. */
  start(told) {
    return this.doing(async () => {
      if (!(await this.permission.has())) return;
      const known = await this.load();
      if (known && known.attempt === told.attempt) {
        const until = this.wall() + told.seconds * 1000;
        Object.assign(known, { token: told.token, hosts: told.hosts, language: told.language, until, stopping: false });
        await this.save(known);
      } else {
        await this.save(newState(Object.assign({ page: this.newKey(), wall: this.wall() }, told)));
        await this.tell("started");
      }
      this.alarm.set();
      await this.beat();
      await this.judge();
    });
  }

  /* The orderly end: the permission is given back at once, what is left is still told. */
  stop(attempt) {
    return this.doing(async () => {
      const state = await this.load();
      if (!state || state.attempt !== attempt || state.stopping) return;
      await this.tell("stopped");
      await this.save(Object.assign(await this.load(), { stopping: true }));
      await this.permission.giveBack();
    });
  }

  /* A sign of life every ten seconds, by whatever has woken the background: its own timer, the browser's alarm, a
     word of the recorder's page. Without the permission nothing is seen, so no life is claimed. */
  tick() {
    return this.doing(async () => {
      await this.beat();
      await this.judge();
    });
  }

  /* A window or a tab has changed. */
  look() {
    return this.doing(() => this.judge());
  }

  /* One step on the kept state; then what there is to tell is sent, which no further step waits for. */
  doing(what) {
    const done = this.inTurn(what);
    this.flushed = done.then(() => this.flush());
    return done;
  }

  async beat() {
    const state = await this.load();
    if (!state) return this.rest();
    if (this.wall() > state.until) return this.forget();
    this.alarm.set();
    const since = this.wall() - state.beatAt;
    const due = since >= BEAT_MS - 500 || since < 0;
    if (!due || state.stopping || !(await this.permission.has())) return null;
    await this.save(Object.assign(state, { beatAt: this.wall() }));
    return this.tell("heartbeat");
  }

  /* Looks at what is in front. Windows change hands for a moment without anything in front: who is back within a
     quarter of a second has not left. */
  async judge() {
    const when = { at: this.now(), wall: this.wall() };
    const state = await this.load();
    let place = await this.place(state);
    if (place && !place.here && state.away === null) {
      await this.wait(LEAVING_MS);
      place = await this.place(state);
    }
    const away = place && !place.here ? place.host : null;
    if (!place || state.away === away) return;
    await this.save(Object.assign(state, { away }));
    await this.tell(place.here ? "returned" : "left", place.here ? "" : place.host, when);
  }

  async place(state) {
    if (!state || state.stopping || !(await this.permission.has())) return null;
    return placeOf(await this.see(), { hosts: state.hosts, origin: this.origin, own: this.own });
  }

  async tell(kind, detail = "", when = { at: this.now(), wall: this.wall() }) {
    const state = await this.load();
    add(state, { kind, detail, at: when.at, wall: when.wall, life: this.life });
    await this.save(state);
  }

  /* Sends what waits, one request at a time. Nothing is deleted before the server has answered for it. */
  async flush() {
    if (this.sending) return;
    this.sending = true;
    try {
      for (let more = true; more; ) more = await this.sendOnce();
    } finally {
      this.sending = false;
    }
  }

  async sendOnce() {
    const state = await this.load();
    if (!state || !state.token || !state.events.length) return false;
    const batch = batchOf(state, { now: this.now(), wall: this.wall(), life: this.life });
    const answer = await this.send(batch, state.token);
    const meaning = meaningOf(answer.status);
    if (meaning !== "later") await this.inTurn(() => this.answered(batch, state.token, meaning, answer));
    return meaning === "kept";
  }

  async answered(batch, token, meaning, { running }) {
    const state = await this.load();
    if (!state || state.page !== batch.page_key) return;
    if (meaning === "refused" && state.token === token) state.token = "";
    if (meaning === "kept") settle(state, batch);
    if (running === false) state.stopping = true;
    await this.save(state);
    if (state.stopping) await this.permission.giveBack();
    if (state.stopping && !state.events.length) await this.forget();
  }

  async forget() {
    await this.store.remove("state");
    await this.store.remove("grantedAt");
    await this.permission.giveBack();
    this.alarm.clear();
  }

  /* Granted, but no exam followed: the permission does not stay. */
  async rest() {
    const granted = await this.store.get("grantedAt");
    if (granted && Math.abs(this.wall() - granted) < UNUSED_MS) return;
    await this.permission.giveBack();
    this.alarm.clear();
  }

  async granted() {
    await this.store.set("grantedAt", this.wall());
    this.alarm.set();
  }

  load() {
    return this.store.get("state");
  }

  save(state) {
    return this.store.set("state", state);
  }
}
