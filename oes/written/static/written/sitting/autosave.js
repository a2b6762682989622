/* Keeps the text: on this device at once, on the server every few seconds. Nothing is thrown away: what the server did
   not take stays here, and where another page has saved since a person decides. `onState` hears what happened:
   saved, unsaved, saving, offline, conflict, or the code of a refusal. */
export class Autosave {
  constructor({ send, draft, page, text, revision, onState }) {
    Object.assign(this, { send, draft, page, text, revision, onState });
    this.savedText = text;
    this.turn = 0;
    this.busy = null;
    this.conflict = null;
    this.isOver = false;
  }

  /* Puts back what this device kept. Returns whether the page shows another text than the server has. */
  restore() {
    const kept = this.draft.read();
    if (!kept || kept.sent || kept.text === this.savedText) return false;
    this.text = kept.text;
    if (kept.revision !== this.revision) this.conflict = { text: this.savedText, revision: this.revision };
    this.tell();
    return true;
  }

  change(text) {
    this.text = text;
    this.keep();
    this.tell();
  }

  keep() {
    this.draft.keep({ text: this.text, revision: this.revision, sent: this.isSaved });
  }

  get isSaved() {
    return this.text === this.savedText;
  }

  tell() {
    if (this.conflict) this.onState("conflict");
    else this.onState(this.isSaved ? "saved" : "unsaved");
  }

  /* Sends what is not saved; one sending at a time. Resolves with whether all is saved then. */
  async save() {
    if (this.busy) return this.busy;
    if (this.isSaved || this.conflict || this.isOver) return this.isSaved && !this.conflict;
    this.busy = this.sendOnce();
    try {
      return await this.busy;
    } finally {
      this.busy = null;
    }
  }

  async sendOnce() {
    const text = this.text;
    this.turn += 1;
    this.onState("saving");
    const answer = await this.send({ text, page: this.page, turn: this.turn, revision: this.revision });
    if (answer.ok) return this.taken(text, answer.body.revision);
    if (answer.code === "conflict") {
      this.conflict = { text: answer.body.text, revision: answer.body.revision };
      this.tell();
      return false;
    }
    this.onState(answer.status === 0 || answer.status >= 500 ? offlineOr(answer.code) : answer.code || "refused");
    return false;
  }

  taken(text, revision) {
    this.savedText = text;
    this.revision = revision;
    this.keep();
    this.tell();
    return this.isSaved;
  }

  /* A person chose between the two texts. */
  resolve(mine) {
    const { text, revision } = this.conflict;
    this.conflict = null;
    this.revision = revision;
    this.savedText = text;
    if (!mine) this.text = text;
    this.keep();
    this.tell();
    return this.save();
  }

  /* The work is handed in: nothing more is sent, and this device forgets it. */
  end() {
    this.isOver = true;
    this.draft.forget();
  }
}

function offlineOr(code) {
  return code === "signed_out" ? code : "offline";
}
