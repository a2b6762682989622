import { stopStream } from "./capture.js";
import { RotatingRecorder, recordOnce } from "./rotate.js";

/* The camera and the screen of this page, and what records them. */
export class Sources {
  constructor({ capture, clock, events, outbox, wait, onEnded }) {
    Object.assign(this, { capture, clock, events, outbox, wait, onEnded });
    this.streams = { camera: null, screen: null };
    this.recorders = { camera: null, screen: null };
    this.run = null;
    this.policy = null;
    this.recording = false;
    this.level = "normal";
    this.held = { camera: false, screen: false };
  }

  use(run) {
    this.run = run.run;
    this.policy = run.policy;
  }

  has(kind) {
    const stream = this.streams[kind];
    return Boolean(stream && stream.getVideoTracks().some((track) => track.readyState === "live"));
  }

  get hasSound() {
    return Boolean(this.streams.camera && this.streams.camera.getAudioTracks().length);
  }

  async openCamera() {
    const { camera_frames_per_second, sound_kbps } = this.policy;
    const stream = await this.capture.camera(camera_frames_per_second, sound_kbps);
    this.events.add("camera_opened", stream.getVideoTracks()[0].label);
    this.take("camera", stream);
    return stream;
  }

  /* Returns what was shared; a wrong surface is let go at once, so that nothing of it is recorded. */
  async openScreen() {
    const { stream, surface } = await this.capture.shareScreen();
    this.events.add("screen_shared", surface);
    this.surface = surface;
    if (surface === "window" || surface === "browser") stopStream(stream);
    else this.take("screen", stream);
    return surface;
  }

  take(kind, stream) {
    stopStream(this.streams[kind]);
    this.streams[kind] = stream;
    stream.getTracks().forEach((track) => this.watch(kind, stream, track));
    if (this.recording) this.startRecorder(kind);
  }

  watch(kind, stream, track) {
    const name = track.kind === "audio" ? "microphone" : kind;
    track.addEventListener("ended", () => {
      if (this.streams[kind] !== stream) return;
      this.events.add("track_ended", name);
      if (name !== "microphone") this.onEnded(kind);
    });
    track.addEventListener("mute", () => this.events.add("track_muted", name));
    track.addEventListener("unmute", () => this.events.add("track_unmuted", name));
  }

  record() {
    this.recording = true;
    ["camera", "screen"].filter((kind) => this.has(kind)).forEach((kind) => this.startRecorder(kind));
  }

  startRecorder(kind) {
    if (this.held[kind]) return;
    const recorder = new RotatingRecorder({
      make: () => this.make(kind),
      clock: this.clock,
      wait: this.wait,
      seconds: this.policy.segment_seconds,
      onSegment: this.adder(kind, this.run),
      onTrouble: () => this.restart(kind, recorder),
      onStuck: (seconds) => this.events.add("no_recording", seconds.toFixed(0)),
    });
    const before = this.recorders[kind];
    if (before) before.stop();
    this.recorders[kind] = recorder;
    recorder.start();
  }

  adder(kind, run) {
    return (piece) => this.outbox.add(kind, run, piece);
  }

  /* A recorder that broke off while its source lives is begun anew; a dead source is told instead. */
  restart(kind, broken) {
    if (!this.recording || this.recorders[kind] !== broken) return;
    this.recorders[kind] = null;
    if (this.has(kind)) this.wait(1).then(() => this.recording && !this.recorders[kind] && this.startRecorder(kind));
    else this.onEnded(kind);
  }

  /* What the next segments may weigh; those of the low level are without sound. */
  get bitrates() {
    return Object.assign({}, this.policy, this.level === "low" ? this.policy.low : null);
  }

  /* What the normal level asks of the line, in kbit/s. */
  get normalKbps() {
    const { camera_kbps, screen_kbps, sound_kbps } = this.policy;
    return camera_kbps + (this.hasSound ? sound_kbps : 0) + (this.has("screen") ? screen_kbps : 0);
  }

  make(kind) {
    const { camera_kbps, screen_kbps, sound_kbps } = this.bitrates;
    return this.capture.recorderFor(this.streams[kind], kind === "camera" ? camera_kbps : screen_kbps, sound_kbps);
  }

  tick() {
    this.running().forEach((recorder) => recorder.tick());
    this.capture.tick();
  }

  /* Stops recording a source that stays open: what it shows until release() is a gap. */
  async hold(kind) {
    this.held[kind] = true;
    const recorder = this.recorders[kind];
    this.recorders[kind] = null;
    if (recorder) await recorder.stop();
  }

  release(kind) {
    this.held[kind] = false;
    if (this.recording && this.has(kind)) this.startRecorder(kind);
  }

  running() {
    return ["camera", "screen"].map((kind) => this.recorders[kind]).filter(Boolean);
  }

  /* Hands on what is recorded so far and goes on recording. */
  flush() {
    return Promise.all(this.running().map((recorder) => recorder.rotate()));
  }

  async stop(asleep) {
    const running = this.running();
    this.recording = false;
    this.recorders = { camera: null, screen: null };
    await Promise.all(running.map((recorder) => (asleep ? recorder.stopAsleep() : recorder.stop())));
  }

  /* Ends recording and throws away what has not been handed on. */
  discard() {
    this.running().forEach((recorder) => (recorder.onSegment = () => null));
    return this.stop();
  }

  /* A short recording of a source for a check; returns the stored segment's facts. */
  async check(kind, track, seconds) {
    const piece = await recordOnce({ make: () => this.make(kind), wait: this.wait, seconds });
    return this.outbox.add(track, this.run, piece);
  }

  close() {
    Object.keys(this.streams).forEach((kind) => {
      const stream = this.streams[kind];
      this.streams[kind] = null;
      stopStream(stream);
    });
  }
}
