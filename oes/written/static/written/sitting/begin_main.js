import { Countdown, clockText } from "./countdown.js";

/* Counts down to the handing out, then opens the tasks' page. Pages of many students do not ask in the same moment. */
const SPREAD_SECONDS = 3;
const place = document.getElementById("to-open");
const countdown = new Countdown({ now: () => performance.now() / 1000 });
countdown.set(Number(place.getAttribute("data-seconds")));
const extra = Math.random() * SPREAD_SECONDS;
let asked = false;

function tick() {
  const left = countdown.left();
  place.textContent = clockText(left);
  if (left > 0 || asked) return;
  asked = true;
  setTimeout(() => window.location.reload(), (1 + extra) * 1000);
}
tick();
setInterval(tick, 500);
