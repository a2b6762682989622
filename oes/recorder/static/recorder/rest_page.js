const LOOK_SECONDS = 1;

/* Sends what closed pages left in this browser, each with its own token: nobody has to be signed in. Whose it is is not
   shown: the next student may sit at the same computer. */
export class RestPage {
  /* `makeSender(row)`: {uploader, outbox, events} for the attempt of a token's row. */
  constructor({ view, store, makeSender, wait }) {
    Object.assign(this, { view, store, makeSender, wait });
    this.senders = [];
    this.total = 0;
  }

  async begin() {
    if (!this.store.persistent) return this.view.show("unreadable");
    const rows = await this.store.tokens();
    for (const row of rows) await this.take(row);
    if (!this.senders.length) return this.view.show("nothing");
    this.view.show("sending");
    return this.watch();
  }

  /* What was set aside because its attempt had ended is taken by now: it is tried once more. */
  async take(row) {
    const [segments, events] = await Promise.all([this.store.segments(row.attempt), this.store.events(row.attempt)]);
    const closed = segments.filter((segment) => segment.aside === "closed");
    await Promise.all(closed.map((segment) => this.store.setAside(segment.id, "")));
    const open = segments.filter((segment) => !segment.aside);
    if (!open.length && !closed.length && !events.length) return;
    const sender = this.makeSender(row);
    this.total += open.length + closed.length;
    this.senders.push(sender);
    sender.uploader.run();
    sender.events.flush();
  }

  async watch() {
    for (;;) {
      const left = await this.left();
      this.tell(left);
      if (!left) return this.done();
      if (this.senders.every((sender) => sender.uploader.state === "signed_out")) return this.view.show("too_late");
      await this.wait(LOOK_SECONDS);
    }
  }

  async left() {
    const waiting = await Promise.all(this.senders.map((sender) => sender.outbox.waiting()));
    return waiting.reduce((sum, rows) => sum + rows.length, 0);
  }

  tell(left) {
    this.view.write("rest-left", left);
    const states = this.senders.map((sender) => sender.uploader.state);
    const state = ["no_answer", "busy", "signed_out"].find((one) => states.indexOf(one) >= 0);
    this.view.write("rest-state", state ? this.view.sentence("rest_" + state) : "");
  }

  async done() {
    await Promise.all(this.senders.map((sender) => sender.events.flush()));
    const kept = await Promise.all(this.senders.map((sender) => sender.outbox.all()));
    const aside = kept.reduce((sum, rows) => sum + rows.length, 0);
    this.view.hide("rest-aside", !aside);
    this.view.show("done");
  }
}
