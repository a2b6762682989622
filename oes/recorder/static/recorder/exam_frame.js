import { ExamLink } from "./exam_link.js";

const TELL_EVERY_SECONDS = 0.5;

/* No new tabs (this page would be hidden and its camera stop), no leading this page away, no camera and microphone. */
const SANDBOX = [
  "allow-scripts", "allow-forms", "allow-same-origin", "allow-modals", "allow-downloads",
  "allow-storage-access-by-user-activation",
].join(" ");
const FEATURES = ["camera", "microphone", "display-capture", "geolocation"].map((name) => name + " 'none'").join("; ");

/* The testing system in a frame of this page, for phones; the same to its users as ExamTab. Each page that the frame
   shows gets the token until it acknowledges: a frame on another site may keep nothing from page to page. */
export class ExamFrame extends ExamLink {
  constructor({ window, document, place, title, origin, ticker, now, onLoad, onAck }) {
    super({ window, origin });
    Object.assign(this, { document, place, title });
    this.onLoad = onLoad || (() => null);
    this.onAck = onAck || (() => null);
    this.frame = null;
    this.loads = 0;
    ["focus", "blur"].forEach((name) => window.addEventListener(name, () => setTimeout(() => this.tellPresence(), 0)));
    document.addEventListener("visibilitychange", () => this.tellPresence());
    ticker.every(TELL_EVERY_SECONDS, now, () => this.tell());
  }

  get target() {
    return this.frame && this.frame.contentWindow;
  }

  get isOpen() {
    return Boolean(this.frame);
  }

  /* An open exam stays as it is: loading it again could lose answers. Never blocked. */
  open() {
    if (!this.isOpen) this.load();
    return true;
  }

  load() {
    const frame = this.document.createElement("iframe");
    frame.setAttribute("sandbox", SANDBOX);
    frame.setAttribute("allow", FEATURES);
    frame.title = this.title;
    frame.addEventListener("load", () => this.loaded(frame));
    frame.src = this.entrance.address; // before it stands in the page: so it leaves no empty entry in the history
    this.acknowledged = false;
    this.loads = 0;
    this.frame = frame;
    this.place.appendChild(frame);
  }

  loaded(frame) {
    if (frame !== this.frame) return;
    this.acknowledged = false;
    this.loads += 1;
    this.tell();
    this.onLoad(this.loads);
  }

  /* Loads the exam's address anew, as the student asked. */
  again() {
    this.close();
    this.load();
  }

  close() {
    if (this.frame) this.place.removeChild(this.frame);
    this.frame = null;
  }

  tell() {
    super.tell();
    this.tellPresence();
  }

  /* A finger on this page's own bar takes the focus from the frame, but the exam is not left. */
  tellPresence() {
    if (!this.target) return;
    const message = { oes: "here", here: !this.document.hidden && this.document.hasFocus() };
    this.entrance.embed_origins.forEach((origin) => this.post(message, origin));
  }
}
