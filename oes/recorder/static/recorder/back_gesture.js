/* The back gesture of a phone would leave the recorder's page and end the recording: an entry of its own in the history
   catches it. A browser may pass over entries that nobody's touch made; then the question of `beforeunload` is left. */
export class BackGesture {
  constructor({ window, onBack }) {
    Object.assign(this, { window, onBack });
    this.isOn = false;
    window.addEventListener("popstate", () => this.caught());
  }

  on() {
    if (this.isOn) return;
    this.isOn = true;
    this.push();
  }

  off() {
    this.isOn = false;
  }

  push() {
    this.window.history.pushState({ oes: "exam" }, "");
  }

  caught() {
    if (!this.isOn) return;
    this.push();
    this.onBack();
  }
}
