import { ReportLink } from "./report_link.js";

/* The page: shows and hides what the template holds. The only module that writes to the document. `reportUrl`: where a
   failure is reported; without it there are no such links. */
export class View {
  constructor({ document, text, reportUrl }) {
    this.document = document;
    this.text = text;
    this.report = new ReportLink({ document, address: reportUrl, words: text.report });
  }

  id(name) {
    return this.document.getElementById(name);
  }

  sentence(key, values) {
    const filled = this.text[key] || key;
    const said = Object.keys(values || {}).reduce((line, name) => line.split("{" + name + "}").join(values[name]), filled);
    this.report.remember(key, said);
    return said;
  }

  show(step) {
    const sections = this.document.querySelectorAll("[data-step]");
    Array.from(sections).forEach((section) => (section.hidden = section.getAttribute("data-step").split(" ").indexOf(step) < 0));
    this.markPlace(step);
    const heading = this.document.querySelector('[data-step~="' + step + '"] h2');
    if (heading) heading.focus();
  }

  markPlace(step) {
    const places = Array.from(this.document.querySelectorAll("[data-place]"));
    const at = places.findIndex((place) => place.getAttribute("data-place").split(" ").indexOf(step) >= 0);
    if (at < 0) return;
    places.forEach((place, index) => {
      place.className = index < at ? "past" : "";
      if (index === at) place.setAttribute("aria-current", "step");
      else place.removeAttribute("aria-current");
    });
  }

  write(name, value) {
    const element = this.id(name);
    const shown = String(value);
    if (element.textContent !== shown) element.textContent = shown;
  }

  /* Fills a list with lines of text. */
  lines(name, rows) {
    const list = this.id(name);
    const told = rows.join("\n");
    if (list.getAttribute("data-told") === told) return;
    list.setAttribute("data-told", told);
    list.textContent = "";
    rows.forEach((row) => {
      const line = this.document.createElement("li");
      line.textContent = row;
      list.appendChild(line);
    });
  }

  hide(name, hidden) {
    this.id(name).hidden = hidden;
  }

  /* Gives the whole page another look, by a class of its body. */
  dress(name, on) {
    this.document.body.classList[on ? "add" : "remove"](name);
  }

  enable(name, enabled) {
    this.id(name).disabled = !enabled;
  }

  /* Brings an element onto a small screen. */
  reveal(name) {
    this.id(name).scrollIntoView({ block: "center" });
  }

  /* A line of the device check: `state` is todo, busy, good, note or bad; the mark is never alone. */
  fact(name, state, sentence, action) {
    this.id("fact-" + name).className = "fact " + state;
    this.write("fact-" + name + "-text", sentence);
    const button = this.id("fact-" + name + "-action");
    button.hidden = !action;
    if (action) button.textContent = action;
    this.report.put(this.id("fact-" + name), sentence, state === "bad");
  }

  /* Calls the handler on a click; a second click while it works does nothing. */
  onClick(name, handler) {
    const button = this.id(name);
    let busy = false;
    button.addEventListener("click", async () => {
      if (busy) return;
      busy = true;
      button.setAttribute("aria-busy", "true");
      try {
        await handler();
      } finally {
        busy = false;
        button.removeAttribute("aria-busy");
      }
    });
  }

  /* One sentence and one action; each `key` is shown once until calm(). */
  trouble(key, sentence, label, action) {
    this.calm(key);
    const line = this.document.createElement("div");
    line.className = "trouble";
    line.id = "trouble-" + key;
    const words = this.document.createElement("p");
    words.textContent = sentence;
    line.appendChild(words);
    const button = this.document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = label;
    button.addEventListener("click", action);
    line.appendChild(button);
    this.report.put(line, sentence, true);
    this.id("troubles").appendChild(line);
  }

  calm(key) {
    const line = this.id("trouble-" + key);
    if (line) line.parentNode.removeChild(line);
  }

  /* Copies the text of an element, in every browser, on a click; returns whether that worked. */
  copy(name) {
    const range = this.document.createRange();
    range.selectNodeContents(this.id(name));
    const selection = this.document.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    try {
      return this.document.execCommand("copy");
    } catch (error) {
      return false;
    }
  }

  preview(stream) {
    Array.from(this.document.querySelectorAll("video[data-preview]")).forEach((video) => {
      if (video.srcObject === stream) return;
      video.srcObject = stream;
      if (stream) video.play().catch(() => null);
    });
  }
}
