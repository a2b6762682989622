/* Pictures of one camera stream, through a video element and a canvas. */
export class CameraPainter {
  constructor({ stream, video, makeCanvas }) {
    Object.assign(this, { stream, video, makeCanvas });
    this.canvases = [makeCanvas(), makeCanvas()];
    this.turn = 0;
  }

  get tracks() {
    return this.stream.getVideoTracks();
  }

  get ended() {
    return !this.tracks.some((track) => track.readyState === "live");
  }

  /* Null while the camera gives no picture: it starts, or the browser has muted it in a hidden tab. */
  shape() {
    const { videoWidth, videoHeight } = this.video;
    if (!videoWidth || !videoHeight || this.tracks.every((track) => track.muted)) return null;
    return { width: videoWidth, height: videoHeight };
  }

  /* Keeps what the camera shows now; returns how to encode it. Two canvases take turns, so that a picture that is
     still being encoded for one file is not painted over by the first one of the next. */
  frame({ width, height }) {
    this.turn = 1 - this.turn;
    const canvas = this.canvases[this.turn];
    canvas.width = width;
    canvas.height = height;
    canvas.getContext("2d").drawImage(this.video, 0, 0, width, height);
    return ({ quality, shrink }) => {
      if (shrink > 1) this.soften(canvas, shrink);
      return encoded(canvas, quality);
    };
  }

  soften(canvas, shrink) {
    const small = this.makeCanvas();
    small.width = canvas.width / shrink;
    small.height = canvas.height / shrink;
    small.getContext("2d").drawImage(canvas, 0, 0, small.width, small.height);
    canvas.getContext("2d").drawImage(small, 0, 0, canvas.width, canvas.height);
  }

  close() {
    this.video.srcObject = null;
    this.video.remove();
  }
}

function encoded(canvas, quality) {
  return new Promise((resolve, reject) => {
    const done = (blob) => (blob ? resolve(blob) : reject(new Error("no picture")));
    canvas.toBlob(done, "image/jpeg", quality);
  });
}

/* A video element of the page that plays a stream unseen: browsers decode nothing for one that is not part of it. */
export function unseenVideo(document, stream) {
  const video = document.createElement("video");
  video.muted = true;
  video.setAttribute("muted", "");
  video.setAttribute("playsinline", "");
  video.setAttribute("aria-hidden", "true");
  video.className = "unseen";
  video.srcObject = stream;
  document.body.appendChild(video);
  const playing = video.play();
  if (playing) playing.catch(() => null);
  return video;
}
