import { Ticker } from "./clock.js";
import { ExamFrame } from "./exam_frame.js";
import { FrameLayer } from "./frame_layer.js";
import { BackGesture } from "./back_gesture.js";
import { PhoneTry } from "./phone_try.js";
import { View } from "./view.js";

const now = () => performance.now();

/* Puts the real browser into the try. */
function main() {
  const config = JSON.parse(document.getElementById("config").textContent);
  const view = new View({ document, text: config.text });
  const ticker = new Ticker({ makeWorker: () => new Worker(config.ticker), setTimer: (call, milliseconds) => setInterval(call, milliseconds) });
  const frame = new ExamFrame({
    window, document, ticker, now, origin: window.location.origin, place: view.id("frame-place"), title: config.title,
    onLoad: () => phone.loaded(),
    onAck: () => phone.answered(),
  });
  const layer = new FrameLayer({ view, window, main: document.querySelector("main") });
  const back = new BackGesture({ window, onBack: () => null });
  const phone = new PhoneTry({ view, frame, layer, back, ticker, now, post: (what, body) => post(config, what, body) });
  document.addEventListener("securitypolicyviolation", (event) => phone.refused(event.effectiveDirective));
  phone.begin({ address: config.address, embed_token: config.token, embed_origins: config.origins });
}

async function post(config, what, body) {
  const headers = { "Content-Type": "application/json", Authorization: "Bearer " + config.token };
  try {
    const answer = await fetch(config[what], { method: "POST", headers, body: JSON.stringify(body), credentials: "omit" });
    return { ok: answer.ok, status: answer.status, body: await answer.json().catch(() => ({})) };
  } catch (error) {
    return { ok: false, status: 0, body: {} };
  }
}
main();
