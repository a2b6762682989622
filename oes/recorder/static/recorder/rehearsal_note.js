const NAME = "oes-rehearsal";
const KEEP_DAYS = 14;

/* What the newest rehearsal or recording in this browser came to: the level at which the next begins, also after a
   reload. Nothing about the student. */
export class RehearsalNote {
  constructor({ window, now }) {
    this.window = window;
    this.now = now;
  }

  keep(level) {
    try {
      this.window.localStorage.setItem(NAME, JSON.stringify({ level, at: this.now() }));
    } catch (error) {
      return; // without it an exam begins at the normal level and finds out by itself
    }
  }

  /* "low" after a low rehearsal of the last two weeks, else "normal". */
  level() {
    try {
      const note = JSON.parse(this.window.localStorage.getItem(NAME)) || {};
      return note.level === "low" && this.now() - note.at < KEEP_DAYS * 24 * 3600 * 1000 ? "low" : "normal";
    } catch (error) {
      return "normal";
    }
  }
}
