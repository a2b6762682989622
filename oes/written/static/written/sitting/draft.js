/* The copy of the text on this device: there before it is sent, gone once the work is handed in. `revision` is the one
   that the text goes on from; `sent` says whether the server has it. */
export class Draft {
  constructor({ storage, key }) {
    this.storage = storage;
    this.key = "oes-work-" + key;
    this.works = Boolean(storage);
  }

  keep(row) {
    this.works = this.attempt((storage) => storage.setItem(this.key, JSON.stringify(row))) !== FAILED;
  }

  read() {
    const told = this.attempt((storage) => JSON.parse(storage.getItem(this.key)));
    return told && typeof told.text === "string" ? told : null;
  }

  forget() {
    this.attempt((storage) => storage.removeItem(this.key));
  }

  attempt(act) {
    if (!this.storage) return FAILED;
    try {
      return act(this.storage);
    } catch (error) {
      return FAILED; // full, or forbidden in a private window
    }
  }
}

const FAILED = Object.freeze({});
