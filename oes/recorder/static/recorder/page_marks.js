/* Small notes of this tab: whether leaving would lose something, whether a reload follows. No secrets. */
export class PageMarks {
  constructor({ window, session, attempt, persistent }) {
    Object.assign(this, { window, session, attempt, persistent });
    this.isRecording = false;
    this.isWaiting = false;
    window.addEventListener("beforeunload", (event) => this.warn(event));
  }

  /* A page that goes away by a reload says so to the next, which then need not wait for the lease to lapse. That it
     was left while it recorded is an event for whoever sends the rest. */
  leaveWith(lease, events) {
    this.window.addEventListener("pagehide", () => {
      if (lease.held) this.set("oes-left", lease.run.run_key);
      if (lease.held && this.isRecording) events.add("closed");
    });
    this.window.addEventListener("pageshow", (event) => {
      if (event.persisted) this.window.location.reload();
    });
  }

  takeReload() {
    const left = this.get("oes-left");
    this.set("oes-left", "");
    return Boolean(left);
  }

  recording(on) {
    this.isRecording = on;
  }

  waiting(count) {
    this.isWaiting = count > 0 && !this.persistent;
  }

  finished() {
    this.isRecording = this.isWaiting = false;
  }

  endCheckDone() {
    return Boolean(this.get("oes-end-check"));
  }

  setEndCheckDone() {
    this.set("oes-end-check", "1");
  }

  warn(event) {
    if (!this.isRecording && !this.isWaiting) return;
    event.preventDefault();
    event.returnValue = "";
  }

  get(name) {
    try {
      return this.session.getItem(name + ":" + this.attempt);
    } catch (error) {
      return null;
    }
  }

  set(name, value) {
    try {
      this.session.setItem(name + ":" + this.attempt, value);
    } catch (error) {
      return; // a browser without it shows "recorded elsewhere" after a reload, with a button to go on
    }
  }
}
