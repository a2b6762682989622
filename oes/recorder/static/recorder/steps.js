import { refusalOf } from "./ladder.js";

/* Which step may follow which. Every page also has the way to the student's exams and to help. */
export const NEXT = {
  opening: ["insecure", "unsupported", "screenless", "videoless", "phoneless", "elsewhere", "unreachable", "device", "resume", "break", "end_check", "sending"],
  insecure: [],
  unsupported: [],
  screenless: [],
  videoless: [],
  phoneless: [],
  unreachable: ["elsewhere", "device", "resume", "break", "end_check", "sending"],
  elsewhere: ["unreachable", "device", "resume", "break", "end_check", "sending"],
  device: ["identity", "rehearse", "elsewhere", "sending"],
  rehearse: ["elsewhere"],
  identity: ["challenge", "ok", "device", "elsewhere", "screenless", "sending"],
  challenge: ["ok", "device", "elsewhere", "screenless", "sending"],
  ok: ["exam", "elsewhere", "device", "sending"],
  resume: ["exam", "elsewhere", "end_check", "sending"],
  exam: ["break", "finishing", "elsewhere", "end_check", "sending"],
  break: ["exam", "elsewhere", "end_check", "sending"],
  finishing: ["end_check", "sending"],
  end_check: ["sending"],
  sending: ["done"],
  done: [],
};

export class Steps {
  constructor({ show }) {
    this.show = show;
    this.now = "opening";
  }

  may(step) {
    return NEXT[this.now].indexOf(step) >= 0;
  }

  go(step) {
    if (step === this.now) return;
    if (!this.may(step)) throw new Error(this.now + " may not lead to " + step);
    this.now = step;
    this.show(step);
  }
}

/* The first step of a page load, from what the browser can do and where the attempt stands. */
export function firstStep({ secure, phoneless, abilities, tiers, state, endedSecondsAgo, endCheckDone }) {
  const ended = ["submitted", "terminated", "expired", "withdrawn"].indexOf(state) >= 0;
  if (ended) {
    const seen = abilities.canRecord || abilities.canTakePictures;
    const endCheck = state === "submitted" && secure && seen && !endCheckDone && endedSecondsAgo < 540;
    return endCheck ? "end_check" : "sending";
  }
  if (!secure) return "insecure";
  const refusal = refusalOf(abilities, tiers);
  if (refusal) return refusal;
  if (state === "paused") return "break";
  if (state === "started") return "resume";
  return phoneless ? "phoneless" : "device"; // told before the exam begins, never in its middle
}
