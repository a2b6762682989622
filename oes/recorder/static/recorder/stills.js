import { STILLS_TYPE, quickTimeHead } from "./stills_file.js";

const PICTURE_MS = 1000;
/* A picture that has no next one for so long is shown no longer: what follows was not recorded. */
const LONGEST_MS = 2000;
/* Of each second, for the file's head and tables. */
const HEAD_BYTES = 200;

const LOW_KBPS = 60;
const LOWEST_KBPS = 50;
const MOST_KBPS = 160;
const LARGE_FROM_KBPS = 100;

/* What pictures may cost, from what the rules give to the camera. Low quality is 50 kbit/s: enough to see who sits
   there. A phone in the hand is found from about 100 kbit/s on. */
export function budgetOf(kbps) {
  const most = kbps <= LOW_KBPS ? Math.min(kbps, LOWEST_KBPS) : Math.min(kbps, MOST_KBPS);
  return { kbps: most, pixels: most >= LARGE_FROM_KBPS ? 480 * 360 : 320 * 240 };
}

/* From good to coarse. `shrink`: drawn so many times smaller first, which takes away what costs most. */
export const LEVELS = [0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1]
  .map((quality) => ({ quality, shrink: 1 }))
  .concat([{ quality: 0.1, shrink: 2 }, { quality: 0.1, shrink: 4 }]);
const ROOMY_SHARE = 0.75;
const ROOMY_PICTURES = 5;

/* Finds the best quality at which a picture fits: one that does not is encoded again at once, coarser. */
export class Quality {
  constructor() {
    this.most = Infinity;
    this.level = 2;
    this.roomy = 0;
  }

  use(kbps) {
    this.most = kbps * 125 - HEAD_BYTES;
  }

  /* `encode(level)` promises a Blob. Returns the one that fits, or the coarsest there is. */
  async fitted(encode) {
    let blob = await encode(LEVELS[this.level]);
    while (blob.size > this.most && this.level < LEVELS.length - 1) {
      this.level += 1;
      this.roomy = 0;
      blob = await encode(LEVELS[this.level]);
    }
    this.roomy = blob.size < ROOMY_SHARE * this.most ? this.roomy + 1 : 0;
    if (this.roomy >= ROOMY_PICTURES && this.level > 0) {
      this.level -= 1;
      this.roomy = 0;
    }
    return blob;
  }
}

/* The size of the pictures of a camera: its shape, with at most about so many pixels. */
export function stillSize({ width, height }, pixels) {
  const scale = Math.min(1, Math.sqrt(pixels / (width * height)));
  return { width: 2 * Math.round((width * scale) / 2), height: 2 * Math.round((height * scale) / 2) };
}

/* Stands in for a MediaRecorder: one JPEG a second, handed on as one file when it stops. `painter` is a CameraPainter,
   `now` in ms. Somebody has to call tick() several times a second. */
export class StillsRecorder {
  constructor({ painter, quality, pixels, now, makeBlob, onStart, onStop }) {
    Object.assign(this, { painter, quality, pixels, now, makeBlob, onStart, onStop });
    this.state = "inactive";
    this.mimeType = STILLS_TYPE;
    this.pictures = [];
    this.times = [];
    this.dueAt = 0;
    this.encoding = Promise.resolve();
  }

  start() {
    this.state = "recording";
    this.began = this.now();
    this.onStart(this);
    this.tick();
  }

  /* Whether a new file should begin: no picture came for too long, or the phone was turned. */
  get stalled() {
    if (!this.times.length) return false;
    const last = this.times[this.times.length - 1];
    return this.now() - this.began - last > LONGEST_MS || this.turned;
  }

  get turned() {
    const shape = this.painter.shape();
    return Boolean(shape) && (shape.width !== this.shape.width || shape.height !== this.shape.height);
  }

  /* Which seconds since start() the pictures show; null while there is none. */
  get span() {
    const { times } = this;
    if (!times.length) return null;
    const last = times[times.length - 1];
    const until = this.state === "recording" ? this.now() - this.began : this.ended;
    return { from: times[0] / 1000, to: Math.min(until, last + LONGEST_MS) / 1000 };
  }

  /* Takes the picture of each second; a late one does not bring the next one nearer than half a second. */
  tick() {
    if (this.state !== "recording") return;
    if (this.painter.ended) return this.stop();
    const at = this.now() - this.began;
    if (this.busy || at < this.dueAt || this.stalled || !this.painter.shape()) return;
    if (!this.times.length) this.measure(this.painter.shape());
    this.dueAt = PICTURE_MS * Math.ceil(at / PICTURE_MS + 0.5);
    this.encoding = this.take(at).catch((error) => this.failed(error));
  }

  measure(shape) {
    this.shape = shape;
    this.size = stillSize(shape, this.pixels);
  }

  async take(at) {
    this.busy = true;
    this.times.push(at);
    const encode = this.painter.frame(this.size);
    this.pictures.push(await this.quality.fitted(encode));
    this.busy = false;
  }

  failed(error) {
    this.times.length = this.pictures.length;
    if (this.onerror) this.onerror({ error });
    this.stop();
  }

  stop() {
    if (this.state === "inactive") return;
    this.state = "inactive";
    this.ended = this.now() - this.began;
    this.onStop(this);
    this.encoding.then(() => this.deliver());
  }

  deliver() {
    if (this.pictures.length) this.ondataavailable({ data: this.makeBlob(this.parts()) });
    this.onstop();
  }

  parts() {
    const { pictures, times, ended } = this;
    const until = (index) => (index + 1 < times.length ? times[index + 1] : ended);
    const shown = pictures.map((blob, index) => ({ size: blob.size, ms: lasting(times[index], until(index)) }));
    return [quickTimeHead(Object.assign({ pictures: shown }, this.size))].concat(pictures);
  }
}

function lasting(at, until) {
  return Math.max(1, Math.round(Math.min(until - at, LONGEST_MS)));
}
