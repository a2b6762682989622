/* What was typed into a form stays on this device until it is sent: an error, a lost network or a closed page takes
   nothing. Files cannot be kept, so the page stays where it is while it sends. */
const DAYS_KEPT = 3;
const DAY = 24 * 3600 * 1000;
const NEVER = ["csrfmiddlewaretoken"];

export class FormDraft {
  constructor({ storage, key, now }) {
    this.storage = storage;
    this.key = "oes-appeal-" + key;
    this.now = now;
  }

  keep(values) {
    this.attempt(() => this.storage.setItem(this.key, JSON.stringify({ at: this.now(), values })));
  }

  /* Returns the values by name, each a list, or null where there are none or they are too old. */
  read() {
    const told = this.attempt(() => JSON.parse(this.storage.getItem(this.key)));
    if (!told || typeof told.values !== "object" || !told.values) return null;
    if (this.now() - told.at > DAYS_KEPT * DAY) {
      this.forget();
      return null;
    }
    return told.values;
  }

  forget() {
    this.attempt(() => this.storage.removeItem(this.key));
  }

  attempt(act) {
    if (!this.storage) return null;
    try {
      return act();
    } catch (error) {
      return null; // full, or forbidden in a private window
    }
  }
}

function isKept(field) {
  return Boolean(field.name) && field.type !== "file" && NEVER.indexOf(field.name) < 0;
}

function isBox(field) {
  return field.type === "checkbox" || field.type === "radio";
}

/* Returns what the fields hold, by name: a list of values, of boxes those that are ticked. */
export function valuesOf(fields) {
  const values = {};
  Array.from(fields).filter(isKept).forEach((field) => {
    const list = values[field.name] || (values[field.name] = []);
    if (!isBox(field) || field.checked) list.push(field.value);
  });
  return values;
}

/* Puts kept values back; returns whether anything that a person typed or ticked differed. */
export function fill(fields, values) {
  let changed = false;
  Array.from(fields).filter((field) => isKept(field) && Array.isArray(values[field.name])).forEach((field) => {
    const list = values[field.name];
    if (isBox(field)) {
      const ticked = list.indexOf(field.value) >= 0;
      changed = changed || ticked !== field.checked;
      field.checked = ticked;
    } else if (typeof list[0] === "string") {
      changed = changed || (field.type !== "hidden" && list[0] !== field.value);
      field.value = list[0];
    }
  });
  return changed;
}
