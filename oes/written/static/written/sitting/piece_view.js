import { WHOLE, turnedCrop } from "./crop.js";

const MEGABYTE = 1024 * 1024;
/* Refusals that another try may not meet. */
const PASSES = ["not_recording", "late"];

/* The lists of photos and files on the page. A row is made once and kept, so that focus stays where it is. */
export class PieceView {
  constructor({ document, list, words, confirm, onCut, onFailed }) {
    Object.assign(this, { document, list, words, confirm, onCut, onFailed });
    this.rows = new Map();
  }

  draw() {
    this.fill("pages", "photo");
    this.fill("files", "file");
    const count = this.document.getElementById("pages-count");
    if (count) count.textContent = this.list.of("photo").length ? this.say("pages_in_all", { count: this.list.of("photo").length }) : "";
  }

  fill(name, kind) {
    const box = this.document.getElementById(name);
    if (!box) return;
    const items = this.list.of(kind);
    const wanted = items.map((item) => this.rowOf(item));
    Array.from(box.children).forEach((row) => wanted.indexOf(row) < 0 && box.removeChild(row));
    wanted.forEach((row, place) => box.children[place] !== row && box.insertBefore(row, box.children[place] || null));
    items.forEach((item, place) => this.refresh(item, place, items.length));
  }

  rowOf(item) {
    if (!this.rows.has(item.uuid)) this.rows.set(item.uuid, this.build(item));
    return this.rows.get(item.uuid);
  }

  build(item) {
    const row = this.document.createElement("li");
    row.className = item.kind === "photo" ? "page-row" : "file-row";
    if (item.kind === "photo") row.appendChild(this.picture());
    const text = this.element("div", "grow");
    text.appendChild(this.element("p", "piece-name"));
    text.appendChild(this.element("p", "soft piece-state"));
    const acts = this.element("p", "acts");
    this.buttonsFor(item).forEach(([key, act]) => acts.appendChild(this.button(key, act)));
    text.appendChild(acts);
    row.appendChild(text);
    return row;
  }

  picture() {
    const link = this.element("a", "thumb");
    link.target = "_blank";
    link.rel = "noopener";
    link.appendChild(this.element("img", ""));
    return link;
  }

  buttonsFor(item) {
    const photo = [
      ["turn", () => this.list.setPage(item, (item.turned + 90) % 360, turnedCrop(item.crop.length ? item.crop : WHOLE)).then((ok) => ok || this.onFailed())],
      ["cut", () => this.onCut(item)],
    ];
    const order = [
      ["earlier", () => this.list.move(item, -1).then((ok) => ok || this.onFailed())],
      ["later", () => this.list.move(item, 1).then((ok) => ok || this.onFailed())],
    ];
    const rest = [
      ["again", () => this.list.retry(item)],
      ["remove", () => this.confirm(this.say("remove_sure", { name: item.name })) && this.list.remove(item).then((ok) => ok || this.onFailed())],
    ];
    return (item.kind === "photo" ? photo : []).concat(order, rest);
  }

  button(key, act) {
    const button = this.element("button", "button small");
    button.type = "button";
    button.setAttribute("data-act", key);
    button.textContent = this.say(key);
    button.addEventListener("click", act);
    return button;
  }

  refresh(item, place, count) {
    const row = this.rows.get(item.uuid);
    const name = item.kind === "photo" ? this.say("page", { number: place + 1 }) : item.name;
    this.write(row, ".piece-name", name);
    this.write(row, ".piece-state", this.stateOf(item));
    row.setAttribute("data-state", item.state);
    const kept = item.state === "kept";
    const shown = { turn: kept, cut: kept, earlier: kept && place > 0, later: kept && place < count - 1, again: item.state === "failed" && PASSES.indexOf(item.error) >= 0, remove: item.state !== "sending" };
    Object.keys(shown).forEach((key) => {
      const button = row.querySelector('[data-act="' + key + '"]');
      if (!button) return;
      button.hidden = !shown[key];
      button.setAttribute("aria-label", this.say(key) + ": " + name);
    });
    if (item.kind === "photo" && kept) this.show(row, item, name);
  }

  show(row, item, name) {
    const source = item.small + "&" + item.turned + "-" + item.crop.join("-");
    const image = row.querySelector("img");
    image.alt = name;
    if (image.getAttribute("src") === source) return;
    image.setAttribute("src", source);
    row.querySelector("a").href = item.link;
  }

  stateOf(item) {
    if (item.state === "sending") return this.say("sending", { percent: item.percent });
    if (item.state === "waiting") return this.say("waiting");
    if (item.state === "failed") return this.words["piece_" + item.error] || this.words[item.error] || this.say("piece_failed");
    return item.size >= MEGABYTE ? (item.size / MEGABYTE).toFixed(1) + " MB" : Math.ceil(item.size / 1024) + " KB";
  }

  write(row, place, text) {
    const element = row.querySelector(place);
    if (element.textContent !== text) element.textContent = text;
  }

  element(name, className) {
    const made = this.document.createElement(name);
    if (className) made.className = className;
    return made;
  }

  say(key, values) {
    return filled(this.words[key] || key, values);
  }
}

/* Puts values into the places of a sentence. */
export function filled(sentence, values) {
  return Object.keys(values || {}).reduce((line, name) => line.split("{" + name + "}").join(values[name]), sentence);
}
