/* Frames that the page has shown, per second of it: a weak machine drops some. */
export class FrameMeter {
  constructor({ video, now }) {
    this.video = video;
    this.now = now;
  }

  begin() {
    this.from = { frames: this.count(), at: this.now() };
  }

  /* Null where the browser does not count. */
  get perSecond() {
    const frames = this.count();
    const seconds = this.from ? (this.now() - this.from.at) / 1000 : 0;
    if (!frames || !this.from || this.from.frames === null || seconds <= 0) return null;
    return (frames - this.from.frames) / seconds;
  }

  count() {
    if (this.video.getVideoPlaybackQuality) {
      const { totalVideoFrames, droppedVideoFrames } = this.video.getVideoPlaybackQuality();
      return totalVideoFrames - droppedVideoFrames;
    }
    return this.video.webkitDecodedFrameCount === undefined ? null : this.video.webkitDecodedFrameCount;
  }
}

/* Charge and charger, where the browser tells them: {percent, charging}, else nulls. */
export async function batteryOf(navigator) {
  const nothing = { percent: null, charging: null };
  if (!navigator.getBattery) return nothing;
  try {
    const { level, charging } = await navigator.getBattery();
    return { percent: Math.round(level * 100), charging };
  } catch (error) {
    return nothing;
  }
}
