import { ExamLink } from "./exam_link.js";

const POST_EVERY_SECONDS = 0.5;

/* The testing system's tab: opened by the student's click, given its token until a page there acknowledges. */
export class ExamTab extends ExamLink {
  constructor({ window, origin, ticker, now }) {
    super({ window, origin });
    this.tab = null;
    ticker.every(POST_EVERY_SECONDS, now, () => this.isOpen && this.tell());
  }

  get target() {
    return this.tab;
  }

  get isOpen() {
    return Boolean(this.tab && !this.tab.closed);
  }

  /* Returns false when the browser blocked the tab. An open tab is only brought to the front: loading it
     again could lose answers. */
  open() {
    if (this.isOpen) {
      this.tab.focus();
      return true;
    }
    this.acknowledged = false;
    this.tab = this.window.open(this.entrance.address, "_blank");
    return Boolean(this.tab);
  }
}
