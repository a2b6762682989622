import { judgeSurface } from "./surface.js";

/* A Firefox that is promised sound and gets none records nothing and never ends: only streams with sound say opus. */
const MIME_TYPES = ["video/webm;codecs=vp8", "video/webm", "video/mp4"];
const MIME_TYPES_WITH_SOUND = ["video/webm;codecs=vp8,opus", "video/webm", "video/mp4"];
const SCREEN_FRAMES_PER_SECOND = 5;
const SCREEN_WIDTH = 1280;

/* Why a source cannot be had. `code`: denied, missing, in_use, failed, unsupported. */
export class SourceTrouble extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

const CODES = {
  NotAllowedError: "denied", PermissionDeniedError: "denied", SecurityError: "denied", AbortError: "in_use",
  NotFoundError: "missing", DevicesNotFoundError: "missing", OverconstrainedError: "missing",
  NotReadableError: "in_use", TrackStartError: "in_use", InvalidStateError: "failed",
};

export function troubleOf(error) {
  return new SourceTrouble(CODES[error.name] || "failed");
}

/* Camera, microphone and screen. With `pictures` the camera is recorded as one picture a second, by `stills`. */
export class Capture {
  constructor({ mediaDevices, screen, MediaRecorder, MediaStream, stills }) {
    this.mediaDevices = mediaDevices;
    this.screen = screen;
    this.MediaRecorder = MediaRecorder;
    this.MediaStream = MediaStream;
    this.stills = stills;
    this.pictures = false;
  }

  get canRecord() {
    return Boolean(this.mediaDevices && this.mediaDevices.getUserMedia && this.MediaRecorder && this.mimeType());
  }

  get canShareScreen() {
    return this.canRecord && Boolean(this.mediaDevices.getDisplayMedia);
  }

  get canTakePictures() {
    return Boolean(this.mediaDevices && this.mediaDevices.getUserMedia && this.stills.possible);
  }

  get abilities() {
    const { canRecord, canShareScreen, canTakePictures } = this;
    return { canRecord, canShareScreen, canTakePictures };
  }

  mimeType(withSound) {
    return (withSound ? MIME_TYPES_WITH_SOUND : MIME_TYPES).find((type) => this.MediaRecorder.isTypeSupported(type)) || "";
  }

  /* The camera; with the microphone where the rules want sound and the student allows it: nobody has to have one. */
  async camera(framesPerSecond, soundKbps) {
    const video = { width: 640, height: 480, frameRate: framesPerSecond, facingMode: "user" };
    if (!soundKbps || this.pictures) return this.cameraAlone(video);
    try {
      return await this.mediaDevices.getUserMedia({ video, audio: { channelCount: 1 } });
    } catch (error) {
      return this.cameraAlone(video);
    }
  }

  async cameraAlone(video) {
    let stream;
    try {
      stream = await this.mediaDevices.getUserMedia({ video, audio: false });
    } catch (error) {
      throw troubleOf(error);
    }
    if (this.pictures) this.stills.open(stream);
    return stream;
  }

  /* The screen and what it is. Must be called first thing after a click: browsers want the gesture. */
  async shareScreen() {
    if (!this.canShareScreen) throw new SourceTrouble("unsupported");
    const video = { displaySurface: "monitor", frameRate: { max: SCREEN_FRAMES_PER_SECOND }, width: { max: SCREEN_WIDTH } };
    const asked = { video, audio: false, monitorTypeSurfaces: "include", surfaceSwitching: "exclude", selfBrowserSurface: "exclude" };
    let stream;
    try {
      stream = await this.mediaDevices.getDisplayMedia(asked);
    } catch (error) {
      throw troubleOf(error);
    }
    const track = stream.getVideoTracks()[0];
    return { stream, surface: judgeSurface(track.getSettings(), track.label, this.screen) };
  }

  recorderFor(stream, videoKbps, soundKbps) {
    if (this.pictures) return this.stills.recorderFor(stream, videoKbps);
    const recorded = soundKbps ? stream : this.silent(stream);
    return new this.MediaRecorder(recorded, {
      mimeType: this.mimeType(recorded.getAudioTracks().length > 0),
      videoBitsPerSecond: videoKbps * 1000,
      audioBitsPerSecond: soundKbps * 1000,
    });
  }

  silent(stream) {
    return stream.getAudioTracks().length ? new this.MediaStream(stream.getVideoTracks()) : stream;
  }

  /* Called by the ticker: a MediaRecorder has a clock of its own, pictures have none. */
  tick() {
    this.stills.tick();
  }
}

export function stopStream(stream) {
  if (stream) stream.getTracks().forEach((track) => track.stop());
}
