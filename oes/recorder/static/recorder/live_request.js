/* A challenge during the exam. The exam's own tab is in front then, so this one calls by its title and a short tone.
   Whoever does not see it is not marked: it is given up after some minutes. */
export class LiveRequest {
  constructor({ view, step, ring, page }) {
    Object.assign(this, { view, step, ring, page });
    this.open = null;
    this.title = page.title;
  }

  /* The number of a challenge that is due, or null; asked again with every poll. */
  offer(number) {
    if (!number || this.open !== null) return;
    this.open = number;
    this.title = this.page.title;
    this.page.title = this.view.sentence("challenge_title");
    this.step.begin(number);
    this.view.hide("live", false);
    this.ring();
  }

  close() {
    this.open = null;
    this.page.title = this.title;
    this.view.hide("live", true);
  }
}
