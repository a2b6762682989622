import { pauseMs } from "./backoff.js";

const RECORD_SECONDS = 3;

/* The end: the clock is stopped on the server, the face is seen once more, the rest is sent. */
export class FinishStep {
  constructor({ view, sources, api, outbox, uploader, events, wait, random, marks, receipt, onStep }) {
    Object.assign(this, { view, sources, api, outbox, uploader, events, wait, random, marks, receipt, onStep });
    view.onClick("end-check-go", () => this.endCheck());
    view.onClick("end-check-skip", () => this.send());
  }

  /* Recording goes on until the server has heard of the end: no connection must not cut the evidence short.
     What was recorded up to now is announced with the finish, so that it is taken afterwards. */
  async finish() {
    this.onStep("finishing");
    for (let tries = 1; ; tries += 1) {
      await this.events.flush(); // first: what is recorded while they are on their way is still announced
      await this.sources.flush();
      const answer = await this.api.post("finish", { segments: await this.outbox.manifest() });
      if (answer.ok || (answer.status >= 400 && answer.status < 500 && answer.status !== 401 && answer.status !== 429)) break;
      this.view.write("finishing-text", this.view.sentence("finishing_waits"));
      await this.wait(pauseMs(Math.min(tries, 4), answer.retryAfter, this.random) / 1000);
    }
    this.sources.discard(); // the moment since the last flush was not announced
    this.view.calm("screen");
    this.onStep("end_check");
    await this.endCheck();
  }

  /* Ended from elsewhere (return link, staff, silence): nothing to ask, everything to hand over. */
  async endedElsewhere(state) {
    this.uploader.hold();
    await this.sources.stop();
    await this.events.flush();
    await this.api.post("finish", { segments: await this.outbox.manifest() });
    this.uploader.release();
    this.view.write("ended-note", this.view.sentence("ended_" + state));
    if (state !== "submitted") return this.send();
    this.onStep("end_check");
    return this.endCheck();
  }

  async endCheck() {
    this.view.hide("end-check-buttons", true);
    this.view.write("end-check-text", this.view.sentence("end_check_busy"));
    try {
      if (!this.sources.has("camera")) this.view.preview(await this.sources.openCamera());
      await this.sources.check("camera", "check_end", RECORD_SECONDS);
      this.marks.setEndCheckDone();
    } catch (error) {
      this.view.write("end-check-text", this.view.sentence("camera_" + (error.code || "failed")));
      this.view.hide("end-check-buttons", false);
      return;
    }
    await this.send();
  }

  /* Sends what waits; the page says when it may be closed. */
  async send() {
    this.onStep("sending");
    this.sources.close();
    this.view.preview(null);
    this.uploader.kick();
    while ((await this.outbox.waiting()).length) await this.wait(0.5);
    await this.events.flush();
    this.receipt.show();
    this.onStep("done");
  }
}
