import { readFileSync } from "node:fs";
import vm from "node:vm";

const SOURCE = readFileSync(new URL("./oes-embed.js", import.meta.url), "utf8");
export const OES = "https://oes.example";

class Target {
  constructor(fields) {
    this.heard = {};
    Object.assign(this, fields);
  }

  addEventListener(name, call) {
    (this.heard[name] = this.heard[name] || []).push(call);
  }

  fire(name, event) {
    (this.heard[name] || []).forEach((call) => call(event || {}));
  }
}

function storage(rows = {}) {
  return {
    rows,
    getItem: (name) => (name in rows ? rows[name] : null),
    setItem: (name, value) => (rows[name] = String(value)),
  };
}

/* A page with the embed script in it and a clock that the test moves: just enough of a browser for the script. */
export class FakePage {
  constructor({ attributes = {}, session = {}, local = {}, answer = () => ({ status: 200 }), opener = null, parent = null, screen = {} } = {}) {
    Object.assign(this, { time: 1000, timers: [], sent: [], added: [], answer, selection: "", keys: 0 });
    this.session = storage(session);
    this.local = storage(local);
    this.focused = true;
    this.document = new Target({
      hidden: false,
      head: { appendChild: (element) => this.added.push(element) },
      activeElement: {},
      currentScript: { src: OES + "/embed/oes-embed.js", getAttribute: (name) => attributes[name] || null },
      hasFocus: () => this.focused,
      createElement: (name) => ({ name, remove: () => (this.added = []) }),
    });
    this.window = new Target({ opener, screen, fetch: (url, options) => this.fetch(url, options) });
    this.window.parent = parent || this.window;
    this.run();
  }

  run() {
    const page = this;
    const { window, document } = page;
    vm.runInNewContext(SOURCE, {
      window, document, URL, Date: { now: () => 1_700_000_000_000 + page.time }, performance: { now: () => page.time },
      crypto: { getRandomValues: (bytes) => bytes.fill((page.keys += 1)) },
      sessionStorage: page.session, localStorage: page.local, getSelection: () => page.selection, fetch: window.fetch,
      setTimeout: (call, after) => page.timers.push({ call, at: page.time + after }),
      setInterval: (call, every) => page.timers.push({ call, at: page.time + every, every }),
    });
  }

  async fetch(url, options) {
    const request = { url, token: options.headers.Authorization, ...JSON.parse(options.body) };
    this.sent.push(request);
    return this.answer(request, this.sent.length);
  }

  /* Lets time pass in steps of the timers that fall due. */
  async pass(seconds) {
    const until = this.time + seconds * 1000;
    for (;;) {
      const due = this.timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.time = Math.max(this.time, due.at);
      if (due.every) due.at += due.every;
      else this.timers.splice(this.timers.indexOf(due), 1);
      due.call();
      await settled();
    }
    this.time = until;
    await settled();
  }

  async token(token = "t", origin = OES) {
    const acks = [];
    this.window.fire("message", { origin, data: { oes: "token", token }, source: { postMessage: (data, to) => acks.push([data.oes, to]) } });
    await settled();
    return acks;
  }

  leave() {
    this.focused = false;
    this.window.fire("blur");
  }

  enter() {
    this.focused = true;
    this.window.fire("focus");
  }

  /* What was told of, heartbeats left out, as [kind, moment in seconds or detail]. */
  get told() {
    return this.sent.flatMap((request) => request.events || []).filter((event) => event.kind !== "heartbeat");
  }

  get kinds() {
    return this.told.map((event) => event.kind);
  }
}

async function settled() {
  for (let turn = 0; turn < 6; turn += 1) await null;
}
