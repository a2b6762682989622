const NAME = "oes-rehearsal";
const KEEP_DAYS = 14;

/* What the newest rehearsal or recording in this browser came to: the level at which the next begins, also after a
   reload. Nothing about the student. */
export class RehearsalNote {
  constructor({ window, now }) {
    this.window = window;
    this.now = now;
  }

  /* `weak`: too slow for video, by the newest rehearsal; a recording leaves it as it was. */
  keep(level, weak = this.weak()) {
    try {
      this.window.localStorage.setItem(NAME, JSON.stringify({ level, weak, at: this.now() }));
    } catch (error) {
      return; // without it an exam begins at the normal level and finds out by itself
    }
  }

  /* "low" after a low rehearsal of the last two weeks, else "normal". */
  level() {
    return this.read().level === "low" ? "low" : "normal";
  }

  weak() {
    return this.read().weak === true;
  }

  read() {
    try {
      const note = JSON.parse(this.window.localStorage.getItem(NAME)) || {};
      return this.now() - note.at < KEEP_DAYS * 24 * 3600 * 1000 ? note : {};
    } catch (error) {
      return {};
    }
  }
}
