/* One load of the page is one run; the newest run holds the attempt's lease, and only its page records. */
export class Lease {
  constructor({ api, clock, now, newKey, onState, onLost }) {
    Object.assign(this, { api, clock, now, newKey, onState, onLost });
    this.run = null;
    this.held = false;
  }

  /* Begins a run. Returns the server's answer; 409 `lease_held` means that another page records. */
  async begin(takeOver) {
    const askedAt = this.now();
    const answer = await this.api.post("runs", { take_over: takeOver, run_key: this.newKey() });
    if (!answer.ok) return answer;
    this.run = answer.body;
    this.held = true;
    if (isRunning(answer.body.state)) this.clock.set(answer.body.elapsed_seconds, askedAt);
    return answer;
  }

  /* Keeps the lease alive, and learns of a take-over, of an end, of the counter. */
  poll() {
    if (!this.run) return Promise.resolve(false);
    if (!this.asking) {
      this.asking = this.ask().then((heard) => {
        this.asking = null;
        return heard;
      });
    }
    return this.asking;
  }

  /* Returns whether the server answered. */
  async ask() {
    const key = this.run.run_key;
    const answer = await this.api.get("state?run_key=" + key);
    if (!answer.ok || key !== this.run.run_key) return answer.ok;
    if (this.held && answer.body.holds_lease === false) {
      this.held = false;
      this.onLost();
    }
    this.onState(answer.body);
    return true;
  }
}

export function isRunning(state) {
  return state === "started" || state === "paused";
}

export function hasEnded(state) {
  return state === "submitted" || state === "terminated" || state === "expired" || state === "withdrawn";
}
