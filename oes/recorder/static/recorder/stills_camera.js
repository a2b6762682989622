import { Quality, StillsRecorder, budgetOf } from "./stills.js";

/* One picture a second of a camera, for browsers without MediaRecorder and devices whose video cannot be read. */
export class StillsCamera {
  constructor({ possible, makePainter, now, makeBlob }) {
    Object.assign(this, { possible, makePainter, now, makeBlob });
    this.painter = null;
    this.quality = new Quality();
    this.running = [];
  }

  /* The camera needs a moment until its first picture, so it is opened before anything is recorded. */
  open(stream) {
    if (this.painter && this.painter.stream === stream) return;
    if (this.painter) this.painter.close();
    this.painter = this.makePainter(stream);
  }

  /* `kbps`: what the camera may cost now. What was found out about the quality goes on from file to file. */
  recorderFor(stream, kbps) {
    this.open(stream);
    const { kbps: most, pixels } = budgetOf(kbps);
    this.quality.use(most);
    const { painter, quality, now, makeBlob } = this;
    const onStart = (recorder) => this.running.push(recorder);
    const onStop = (recorder) => (this.running = this.running.filter((one) => one !== recorder));
    return new StillsRecorder({ painter, quality, pixels, now, makeBlob, onStart, onStop });
  }

  tick() {
    this.running.forEach((recorder) => recorder.tick());
  }
}
