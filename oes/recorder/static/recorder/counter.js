import { timeOf } from "./times.js";

/* The counter of violations, as the rules allow it: how many, of how many, and the newest in words. */
export class Counter {
  constructor({ view, captions }) {
    Object.assign(this, { view, captions });
  }

  heard({ violations, most_violations, newest }) {
    const shown = violations !== null && violations !== undefined;
    const rows = (shown && newest) || [];
    this.view.hide("exam-violations-box", !shown);
    this.view.hide("exam-violations-note", !violations);
    this.view.hide("exam-newest-box", !rows.length);
    if (shown) this.view.write("exam-violations", this.count(violations, most_violations));
    this.view.lines("exam-newest", rows.map((row) => this.line(row)));
  }

  count(violations, most) {
    return most ? this.view.sentence("count_of_most", { count: violations, most }) : violations;
  }

  /* [kind, start, end, detail] -> "12:05 Phone in the frame". */
  line([kind, start, , detail]) {
    const caption = this.captions[kind] || kind;
    return timeOf(start) + " " + (detail ? caption + ": " + detail : caption);
  }
}
