import { Autosave } from "./autosave.js";
import { Calls } from "./calls.js";
import { Countdown } from "./countdown.js";
import { Cutter } from "./cutter.js";
import { Draft } from "./draft.js";
import { PieceList } from "./piece_list.js";
import { PieceView } from "./piece_view.js";
import { makeUpload } from "./upload.js";
import { WorkPage } from "./work_page.js";

const config = JSON.parse(document.getElementById("config").textContent);
const now = () => performance.now() / 1000;

function makeUuid() {
  const bytes = window.crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => ("0" + byte.toString(16)).slice(-2)).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function storageHere() {
  try {
    return window.localStorage;
  } catch (error) {
    return null; // some private windows throw
  }
}

const calls = new Calls({
  fetch: (url, options) => window.fetch(url, options), csrf: config.csrf, stateUrl: config.urls.state,
  makeAbort: () => new AbortController(), setTimer: (act, ms) => setTimeout(act, ms), clearTimer: (timer) => clearTimeout(timer),
});
const draft = new Draft({ storage: storageHere(), key: config.work });
const autosave = new Autosave({
  send: (told) => calls.post(config.urls.text, told), draft, page: makeUuid(), text: config.text,
  revision: config.state.revision, onState: (state) => page.hear(state),
});
const upload = makeUpload({ makeRequest: () => new XMLHttpRequest(), makeForm: () => new FormData(), url: config.urls.pieces, csrf: () => calls.csrf });
const pieces = new PieceList({
  items: config.pieces, upload, post: (url, content) => calls.post(url, content), orderUrl: config.urls.order, makeUuid,
  onChange: () => view.draw(),
});
const page = new WorkPage({ document, window, config, calls, autosave, pieces, countdown: new Countdown({ now }) });
const cutter = new Cutter({ document, makeImage: () => new Image() });
const view = new PieceView({
  document, list: pieces, words: config.words, confirm: (text) => window.confirm(text),
  onCut: async (item) => {
    const crop = await cutter.open(item);
    if (crop && !(await pieces.setPage(item, item.turned, crop))) page.askState();
  },
  onFailed: () => page.trouble("offline"),
});

["photo", "file"].forEach((kind) => {
  const field = document.getElementById("add-" + kind);
  if (!field) return;
  field.addEventListener("change", () => {
    const files = Array.from(field.files);
    field.value = "";
    pieces.add(files, kind);
  });
});
page.begin();
view.draw();
setInterval(() => page.tick(), 1000);
