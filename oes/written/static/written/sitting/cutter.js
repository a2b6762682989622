import { WHOLE, edgesNear, withEdge } from "./crop.js";

const EDGES = ["left", "right", "top", "bottom"];

/* The layer in which a page is cut: edges are dragged with a finger or the mouse, or moved by four sliders. */
export class Cutter {
  constructor({ document, makeImage }) {
    this.document = document;
    this.makeImage = makeImage;
    this.item = null;
    this.dragged = [];
    this.id("cut-cancel").addEventListener("click", () => this.close(null));
    this.id("cut-done").addEventListener("click", () => this.close(this.crop));
    this.id("cut-whole").addEventListener("click", () => this.set(WHOLE));
    this.id("cutter").addEventListener("keydown", (event) => event.key === "Escape" && this.close(null));
    EDGES.forEach((edge) => {
      const slider = this.id("cut-" + edge);
      slider.addEventListener("input", () => this.set(withEdge(this.crop, edge, Number(slider.value) / 100)));
    });
    this.listen();
  }

  id(name) {
    return this.document.getElementById(name);
  }

  /* Resolves with the new crop, or null when nothing is to change. */
  open(item) {
    this.item = item;
    this.crop = item.crop.length ? item.crop : WHOLE;
    this.before = this.document.activeElement;
    this.id("cutter").hidden = false;
    this.id("cutter-heading").focus();
    this.image = this.makeImage();
    this.image.onload = () => this.set(this.crop);
    this.image.src = item.link;
    this.set(this.crop);
    return new Promise((resolve) => (this.answer = resolve));
  }

  close(crop) {
    if (!this.answer) return;
    const answer = this.answer;
    this.answer = null;
    this.id("cutter").hidden = true;
    if (this.before) this.before.focus();
    answer(crop);
  }

  set(crop) {
    this.crop = crop;
    EDGES.forEach((edge, place) => (this.id("cut-" + edge).value = Math.round(crop[[0, 2, 1, 3][place]] * 100)));
    this.draw();
  }

  /* The picture turned as it will be, what is cut away darkened. */
  draw() {
    const canvas = this.id("cutter-canvas");
    const image = this.image;
    if (!image || !image.complete || !image.naturalWidth) return;
    const lies = this.item.turned % 180 !== 0;
    const [wide, high] = lies ? [image.naturalHeight, image.naturalWidth] : [image.naturalWidth, image.naturalHeight];
    const scale = Math.min(1, 900 / Math.max(wide, high));
    canvas.width = Math.round(wide * scale);
    canvas.height = Math.round(high * scale);
    const paper = canvas.getContext("2d");
    paper.save();
    paper.translate(canvas.width / 2, canvas.height / 2);
    paper.rotate((this.item.turned * Math.PI) / 180);
    paper.drawImage(image, (-image.naturalWidth * scale) / 2, (-image.naturalHeight * scale) / 2, image.naturalWidth * scale, image.naturalHeight * scale);
    paper.restore();
    this.shade(paper, canvas.width, canvas.height);
  }

  shade(paper, width, height) {
    const [left, top, right, bottom] = [this.crop[0] * width, this.crop[1] * height, this.crop[2] * width, this.crop[3] * height];
    paper.fillStyle = "rgba(12, 14, 16, .65)";
    paper.fillRect(0, 0, width, top);
    paper.fillRect(0, bottom, width, height - bottom);
    paper.fillRect(0, top, left, bottom - top);
    paper.fillRect(right, top, width - right, bottom - top);
    paper.strokeStyle = "#4cc3b4";
    paper.lineWidth = 4;
    paper.strokeRect(left, top, right - left, bottom - top);
  }

  /* Mouse and touch apart: the oldest iPhones know no pointer events. */
  listen() {
    const canvas = this.id("cutter-canvas");
    const begin = (event, point) => {
      this.dragged = this.image ? edgesNear(this.crop, ...this.share(point)) : [];
      if (this.dragged.length) event.preventDefault();
    };
    const move = (event, point) => {
      if (!this.dragged.length) return;
      event.preventDefault();
      const [x, y] = this.share(point);
      const place = { left: x, right: x, top: y, bottom: y };
      this.set(this.dragged.reduce((crop, edge) => withEdge(crop, edge, place[edge]), this.crop));
    };
    const end = () => (this.dragged = []);
    canvas.addEventListener("mousedown", (event) => begin(event, event));
    this.document.addEventListener("mousemove", (event) => move(event, event));
    this.document.addEventListener("mouseup", end);
    canvas.addEventListener("touchstart", (event) => begin(event, event.touches[0]), { passive: false });
    canvas.addEventListener("touchmove", (event) => move(event, event.touches[0]), { passive: false });
    canvas.addEventListener("touchend", end);
  }

  share(point) {
    const box = this.id("cutter-canvas").getBoundingClientRect();
    return [(point.clientX - box.left) / box.width, (point.clientY - box.top) / box.height];
  }
}
