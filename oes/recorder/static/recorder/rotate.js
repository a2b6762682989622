/* A file of fewer bytes is a header without a picture. */
const HEADER_BYTES = 300;

/* A recorder that has not ended so long after it was told to never will: some browsers do so without a picture. */
const STUCK_SECONDS = 10;

/* Records a stream as self-contained segments: a new MediaRecorder begins just before the old one stops, so each
   file has its own header and key frame. Where a browser cannot run two at once: stop first, then start. */
export class RotatingRecorder {
  constructor({ make, clock, wait, seconds, onSegment, onTrouble, onStuck }) {
    Object.assign(this, { make, clock, wait, seconds, onSegment, onStuck });
    this.onTrouble = onTrouble || (() => {});
    this.current = null;
    this.overlap = true;
  }

  start() {
    this.current = this.begin();
  }

  /* Called by the ticker. */
  async tick() {
    const piece = this.current;
    if (!piece || this.rotating) return;
    piece.alive = this.clock.seconds();
    if (piece.alive - piece.start >= this.seconds || piece.recorder.stalled) await this.rotate();
  }

  /* Ends the segment where the ticks stopped: a sleeping device recorded nothing after that. */
  async stopAsleep() {
    if (this.current) this.current.end = this.current.alive;
    await this.stop();
  }

  /* Ends the running segment and begins the next; resolves when the old one has been handed on. */
  async rotate() {
    const old = this.current;
    if (!old || this.rotating) return;
    this.rotating = true;
    try {
      await (this.overlap ? this.rotateOverlapping(old) : this.rotateWithGap(old));
    } catch (error) {
      this.current = null;
      this.onTrouble(error);
    }
    this.rotating = false;
  }

  async rotateOverlapping(old) {
    let next;
    try {
      next = this.begin();
    } catch (error) {
      this.overlap = false;
      return this.rotateWithGap(old);
    }
    if (this.current === old) this.current = next;
    this.end(old);
    return this.settled(old);
  }

  async rotateWithGap(old) {
    this.end(old);
    await this.settled(old);
    if (this.current === old) this.current = this.begin();
  }

  /* Ends recording; resolves when the last segment has been handed on. */
  async stop() {
    const last = this.current;
    this.current = null;
    if (!last) return;
    this.end(last);
    await this.settled(last);
  }

  /* Waits until a piece has been handed on, or tells for how many seconds there is none. Recording goes on. */
  async settled(piece) {
    const done = piece.done.then(() => true);
    if (await Promise.race([done, this.wait(STUCK_SECONDS).then(() => false)])) return;
    if (piece.handedOn) await done;
    else this.onStuck(this.clock.seconds() - piece.start);
  }

  begin() {
    const recorder = this.make();
    const piece = { recorder, start: this.clock.seconds(), alive: 0, end: null, parts: [], handedOn: false };
    piece.done = new Promise((resolve) => {
      recorder.ondataavailable = (event) => {
        if (event.data && event.data.size) piece.parts.push(event.data);
      };
      recorder.onstop = () => resolve(this.deliver(piece));
      recorder.onerror = (event) => this.onTrouble(event.error || event);
    });
    recorder.start();
    return piece;
  }

  end(piece) {
    if (piece.end === null) piece.end = this.clock.seconds();
    if (piece.recorder.state !== "inactive") piece.recorder.stop();
  }

  /* Also called when the stream ended by itself, as at "Stop sharing". */
  async deliver(piece) {
    piece.handedOn = true;
    if (this.current === piece && !this.rotating) this.current = null;
    const [start, end] = this.spanOf(piece);
    const size = piece.parts.reduce((sum, part) => sum + part.size, 0);
    if (size < HEADER_BYTES || end <= start) return;
    await this.onSegment({ parts: piece.parts, type: piece.recorder.mimeType, start, end });
  }

  /* A recorder of pictures knows when its first one was taken, and when the last one no longer holds. */
  spanOf(piece) {
    const end = piece.end === null ? this.clock.seconds() : piece.end;
    const { span } = piece.recorder;
    return span ? [piece.start + span.from, Math.min(end, piece.start + span.to)] : [piece.start, end];
  }
}

/* One short recording for a check; `wait` is a promise of so many seconds. */
export async function recordOnce({ make, wait, seconds }) {
  const recorder = make();
  const parts = [];
  const stopped = new Promise((resolve) => {
    recorder.ondataavailable = (event) => {
      if (event.data && event.data.size) parts.push(event.data);
    };
    recorder.onstop = resolve;
  });
  recorder.start();
  await Promise.race([wait(seconds), stopped]);
  if (recorder.state !== "inactive") recorder.stop();
  await Promise.race([stopped, wait(STUCK_SECONDS)]);
  if (!parts.length) throw new Error("nothing was recorded");
  return { parts, type: recorder.mimeType, start: 0, end: seconds };
}
