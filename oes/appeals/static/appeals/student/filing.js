/* The form of an appeal: kept while it is written, sent without leaving the page, so that no text and no file is lost. */
import { fill, FormDraft, valuesOf } from "./draft.js";

const WAIT_MS = 400;

class FilingPage {
  constructor({ form, draft, window }) {
    this.form = form;
    this.draft = draft;
    this.window = window;
    this.document = form.ownerDocument;
    this.button = form.querySelector("button[data-sending]");
    this.label = this.button.textContent;
    this.timer = null;
  }

  begin() {
    const kept = this.draft.read();
    if (kept && fill(this.form.elements, kept)) this.show("kept", true);
    this.form.addEventListener("input", () => this.keepSoon());
    this.form.addEventListener("change", () => this.keepSoon());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.form.querySelector("[data-forget]").addEventListener("click", () => {
      this.forget();
      this.window.location.reload();
    });
    this.window.addEventListener("pagehide", () => this.timer && this.keep());
  }

  keepSoon() {
    this.window.clearTimeout(this.timer);
    this.timer = this.window.setTimeout(() => this.keep(), WAIT_MS);
  }

  keep() {
    this.timer = null;
    this.draft.keep(valuesOf(this.form.elements));
  }

  forget() {
    this.window.clearTimeout(this.timer);
    this.timer = null;
    this.draft.forget();
  }

  async send() {
    if (this.button.disabled) return;
    this.keep();
    this.busy(true);
    ["unsent", "signed-out", "kept"].forEach((id) => this.show(id, false));
    try {
      const body = this.body();
      const headers = { Accept: "application/json, text/html" };
      const answer = await this.window.fetch(this.form.action, { method: "POST", body, headers, credentials: "same-origin" });
      await this.hear(answer);
    } catch (error) {
      this.trouble("unsent");
    }
  }

  /* An empty field of files makes old Safaris send nothing at all. */
  body() {
    const empty = Array.from(this.form.querySelectorAll("input[type=file]")).filter((field) => !field.files.length);
    empty.forEach((field) => { field.disabled = true; });
    const body = new FormData(this.form);
    empty.forEach((field) => { field.disabled = false; });
    return body;
  }

  async hear(answer) {
    if (answer.status === 422) {
      this.tell(await answer.text());
    } else if (answer.ok && !answer.redirected) {
      const told = await answer.json();
      this.forget();
      this.window.location.assign(told.to);
    } else {
      this.trouble(answer.redirected || answer.status === 403 ? "signed-out" : "unsent");
    }
  }

  /* Takes over what the answer says is wrong; the fields and chosen files of this page stay. */
  tell(html) {
    const told = new DOMParser().parseFromString(html, "text/html");
    this.parts().forEach((part) => {
      const same = this.part(told, part.dataset.part);
      if (same) part.parentNode.replaceChild(this.document.importNode(same, true), part);
    });
    const text = told.querySelector("textarea[name=text]");
    if (text) this.form.querySelector("textarea[name=text]").value = text.value;
    this.mark();
    this.busy(false);
    this.keep();
    const first = this.form.querySelector("[aria-invalid=true]");
    (first || this.document.getElementById("problems")).focus();
  }

  /* The outermost ones: what stands in a part goes with it. */
  parts() {
    return Array.from(this.form.querySelectorAll("[data-part]"))
      .filter((part) => !part.parentNode.closest("[data-part]"));
  }

  part(root, name) {
    return Array.from(root.querySelectorAll("[data-part]")).find((part) => part.dataset.part === name);
  }

  mark() {
    Array.from(this.form.elements).filter((field) => field.name && field.type !== "hidden").forEach((field) => {
      const wrong = this.document.getElementById(field.id + "_error");
      if (wrong) {
        field.setAttribute("aria-invalid", "true");
        field.setAttribute("aria-describedby", wrong.id);
      } else {
        field.removeAttribute("aria-invalid");
      }
    });
  }

  trouble(id) {
    this.busy(false);
    this.show(id, true);
  }

  busy(on) {
    this.button.disabled = on;
    this.button.textContent = on ? this.button.dataset.sending : this.label;
  }

  show(id, on) {
    this.document.getElementById(id).hidden = !on;
  }
}

function storageHere() {
  try {
    return window.localStorage;
  } catch (error) {
    return null; // some private windows throw
  }
}

const form = document.querySelector("form[data-draft]");
if (form) {
  const draft = new FormDraft({ storage: storageHere(), key: form.dataset.draft, now: () => Date.now() });
  new FilingPage({ form, draft, window }).begin();
}
