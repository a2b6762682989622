import { Api } from "./api.js";
import { ChallengeStep } from "./challenge_step.js";
import { Capture } from "./capture.js";
import { AttemptClock, Ticker } from "./clock.js";
import { DeviceStep } from "./device_step.js";
import { EventQueue } from "./events.js";
import { FinishStep } from "./finish_step.js";
import { bytesOf } from "./hash.js";
import { IdentityStep } from "./identity_step.js";
import { Lease } from "./lease.js";
import { Leftovers } from "./leftovers.js";
import { LiveRequest } from "./live_request.js";
import { Outbox } from "./outbox.js";
import { PageMarks } from "./page_marks.js";
import { examStepOf } from "./phone.js";
import { Sources } from "./sources.js";
import { Steps } from "./steps.js";
import { MemoryStore } from "./store.js";
import { Uploader } from "./uploader.js";
import { Watchers } from "./watchers.js";
import { Way } from "./way.js";

const now = () => performance.now();
export const wait = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
const random = () => Math.random();

/* Puts the real browser into the modules; all the rest of them runs without one. */
export function build({ config, view, store, token, renew }) {
  const hooks = {};
  const parts = Object.assign({ config, view, store, hooks, now, wait }, sending(config, store, token, renew, hooks));
  Object.assign(parts, recording(parts));
  Object.assign(parts, watching(parts));
  Object.assign(parts, stepsOf(parts), challengesOf(parts));
  hooks.way = new Way(parts);
  return hooks.way;
}

function makeApi(base, token, renew) {
  const fetch = (url, options) => window.fetch(url, options);
  const setTimer = (call, milliseconds) => setTimeout(call, milliseconds);
  return new Api({ base, token, renew, fetch, makeAbort: () => new AbortController(), setTimer, clearTimer: (timer) => clearTimeout(timer) });
}

function makeOutbox(attempt, store, spare, onAdded, onStoreFailed) {
  const makeBlob = (pieces) => new Blob(pieces);
  return new Outbox({ attempt, store, spare, subtle: window.crypto && window.crypto.subtle, bytesOf, makeBlob, now: () => Date.now(), onAdded, onStoreFailed });
}

function sending(config, store, token, renew, hooks) {
  const attempt = config.attempt;
  const spare = new MemoryStore();
  const clock = new AttemptClock({ now });
  const api = makeApi(config.api, token, renew);
  const events = new EventQueue({ attempt, store, spare, api, clock, wallNow: () => new Date() });
  const outbox = makeOutbox(attempt, store, spare, () => uploader.added(), () => hooks.way.storeFailed());
  const uploader = new Uploader({
    outbox, api, wait, random,
    onChange: (state) => hooks.way.exam.network(state),
    onRefused: (segment, code) => events.add("refused", [segment.track, segment.run, segment.sequence].join("/") + " " + code),
  });
  const leftovers = new Leftovers({ store, attempt, now: () => Date.now(), makeSender: (row) => sendLeftover(row, store, clock) });
  return { clock, api, events, outbox, uploader, leftovers };
}

function sendLeftover(row, store, clock) {
  const spare = new MemoryStore();
  const api = makeApi(row.base, row.token, null);
  const outbox = makeOutbox(row.attempt, store, spare, () => null, () => null);
  const events = new EventQueue({ attempt: row.attempt, store, spare, api, clock, wallNow: () => new Date() });
  new Uploader({ outbox, api, wait, random, onChange: () => null, onRefused: () => null }).run();
  events.flush();
}

function recording({ view, clock, events, outbox, api, hooks }) {
  const capture = new Capture({ mediaDevices: navigator.mediaDevices, screen: window.screen, MediaRecorder: window.MediaRecorder });
  const sources = new Sources({ capture, clock, events, outbox, wait, onEnded: (kind) => hooks.way.sourceEnded(kind) });
  const lease = new Lease({ api, clock, now, onState: (state) => hooks.way.heard(state), onLost: () => hooks.way.leaseLost() });
  const steps = new Steps({
    show: (step) => {
      view.show(step);
      if (hooks.shown) hooks.shown(step);
    },
  });
  return { capture, sources, lease, steps };
}

function watching({ config, store, sources, events, uploader, hooks }) {
  const setTimer = (call, milliseconds) => setInterval(call, milliseconds);
  const ticker = new Ticker({ makeWorker: () => new Worker(config.ticker), setTimer });
  const watchers = new Watchers({
    window, document, navigator, screen: window.screen, events, ticker, now, calendar: () => Date.now(),
    handheld: config.handheld,
    onNetwork: (online) => online && uploader.kick(),
    onHidden: () => config.handheld && sources.flush(),
    onVisible: () => config.handheld && hooks.way.exam.cameBack(),
    onAsleep: (sleep) => hooks.way.slept(sleep),
  });
  const marks = new PageMarks({ window, session: findSession(), attempt: config.attempt, persistent: store.persistent });
  return { ticker, watchers, marks };
}

function findSession() {
  try {
    return window.sessionStorage;
  } catch (error) {
    return { getItem: () => null, setItem: () => null };
  }
}

function stepsOf(parts) {
  const { view, sources, capture, lease, api, uploader, outbox, events, marks, hooks } = parts;
  const onStep = (step) => hooks.way.go(step);
  return {
    device: new DeviceStep({ view, sources, capture, lease, onReady: () => hooks.way.devicesReady() }),
    identity: new IdentityStep({ view, sources, api, wait, now, onReady: () => hooks.way.identityDone() }),
    exam: examStepOf(parts),
    finish: new FinishStep({ view, sources, api, outbox, uploader, events, wait, random, marks, onStep }),
    checkMarks: [],
  };
}

/* The challenge before "OK" has a recording of its own; one during the exam lies in the ordinary segments. */
function challengesOf({ view, sources, api, clock, hooks }) {
  const record = (seconds) => sources.check("camera", "check_live", seconds);
  const before = { name: "challenge", record, seconds: null, patience: 20, hidden: () => false, onReady: () => hooks.way.identityReady() };
  const during = { name: "live", record: null, seconds: () => clock.seconds(), patience: 60, hidden: () => document.hidden, onReady: () => hooks.way.live.close() };
  const make = (kind) => new ChallengeStep(Object.assign({ view, api, wait, now }, kind));
  return { challenge: make(before), live: new LiveRequest({ view, step: make(during), ring, page: document }) };
}

/* A short tone. A browser without sound stays silent. */
function ring() {
  const Context = window.AudioContext || window.webkitAudioContext;
  if (!Context) return;
  const context = new Context();
  const tone = context.createOscillator();
  const volume = context.createGain();
  volume.gain.value = 0.1;
  tone.frequency.value = 660;
  tone.connect(volume);
  volume.connect(context.destination);
  tone.onended = () => context.close();
  tone.start();
  tone.stop(context.currentTime + 0.4);
}
