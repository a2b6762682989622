const SCREEN_CHECK_SECONDS = 2;
const NOT_USED = { complete: true, begin: () => null };

/* Camera, microphone, screen, connection: each one line with what is wrong and one button that mends it.
   A rehearsal has neither extension nor guard. */
export class DeviceStep {
  constructor({ view, sources, capture, lease, extension = NOT_USED, guard = NOT_USED, onReady }) {
    Object.assign(this, { view, sources, capture, lease, extension, guard, onReady });
    this.marks = [];
    this.failures = { camera: 0, screen: 0 };
    view.onClick("fact-camera-action", () => this.camera());
    view.onClick("fact-screen-action", () => this.screen());
    view.onClick("fact-line-action", () => this.line());
    view.onClick("device-go", () => this.onReady());
  }

  /* `tier`: A with the screen, B without, C with pictures in place of video. `why`: what is said of the camera. */
  begin(tier, why) {
    this.tier = tier;
    const say = (key) => this.view.sentence(key);
    this.view.hide("fact-screen", tier !== "A");
    this.view.fact("camera", why ? "note" : "todo", say(why || "camera_todo"), say("camera_turn_on"));
    this.view.fact("sound", "todo", say("sound_todo"));
    this.view.fact("screen", "todo", say("screen_todo"), say("screen_share"));
    this.extension.begin();
    this.line();
    this.guard.begin();
    this.update();
  }

  async camera() {
    this.view.fact("camera", "busy", this.view.sentence("camera_busy"));
    try {
      this.view.preview(await this.sources.openCamera());
      this.view.fact("camera", "good", this.view.sentence(this.tier === "C" ? "camera_pictures" : "camera_good"));
      const sound = this.sources.hasSound;
      this.view.fact("sound", sound ? "good" : "note", this.view.sentence(sound ? "sound_good" : "sound_none"));
    } catch (error) {
      this.failed("camera", error);
    }
    this.update();
  }

  async screen() {
    this.view.fact("screen", "busy", this.view.sentence("screen_busy"));
    try {
      const surface = await this.sources.openScreen();
      this.judge(surface);
    } catch (error) {
      this.failed("screen", error);
    }
    this.update();
  }

  judge(surface) {
    if (surface === "window" || surface === "browser") {
      const key = surface === "window" ? "screen_was_window" : "screen_was_tab";
      this.view.fact("screen", "bad", this.view.sentence(key), this.view.sentence("screen_again"));
      return;
    }
    if (surface === "unverified") this.marks.push("screen_unverified");
    this.view.fact("screen", "good", this.view.sentence(surface === "monitor" ? "screen_good" : "screen_unverified"));
    this.sources.check("screen", "check_screen", SCREEN_CHECK_SECONDS).catch(() => null);
  }

  /* After the second failure the sentence also says where help is: asking again and again mends nothing. */
  failed(kind, error) {
    this.failures[kind] += 1;
    const code = error.code || "failed";
    const lines = [this.view.sentence(kind + "_" + code)];
    if (this.failures[kind] > 1) lines.push(this.view.sentence("still_stuck"));
    this.view.fact(kind, "bad", lines.join(" "), this.view.sentence("try_again"));
  }

  async line() {
    this.view.fact("line", "busy", this.view.sentence("line_busy"));
    const works = await this.lease.poll();
    if (works) this.view.fact("line", "good", this.view.sentence("line_good"));
    else this.view.fact("line", "bad", this.view.sentence("line_bad"), this.view.sentence("try_again"));
  }

  /* A source that ended while the student was still checking. */
  ended(kind) {
    if (kind === "camera") this.view.preview(null);
    const say = (key) => this.view.sentence(key);
    this.view.fact(kind, "bad", say(kind + "_ended"), say(kind === "camera" ? "camera_turn_on" : "screen_again"));
    this.update();
  }

  get complete() {
    const recorded = this.sources.has("camera") && (this.tier !== "A" || this.sources.has("screen"));
    return recorded && this.extension.complete && this.guard.complete;
  }

  update() {
    this.view.enable("device-go", this.complete);
  }
}
