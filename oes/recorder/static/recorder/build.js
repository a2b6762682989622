import { Api } from "./api.js";
import { LineMeter } from "./bitrate.js";
import { BreakStep } from "./break_step.js";
import { ChallengeStep } from "./challenge_step.js";
import { Capture } from "./capture.js";
import { AttemptClock, Ticker } from "./clock.js";
import { Counter } from "./counter.js";
import { DiskRoom } from "./disk_room.js";
import { DeviceStep } from "./device_step.js";
import { EventQueue } from "./events.js";
import { ExtensionLink } from "./extension_link.js";
import { ExtensionStep } from "./extension_step.js";
import { FinishStep } from "./finish_step.js";
import { GuardCheck } from "./guard_check.js";
import { bytesOf, randomKey } from "./hash.js";
import { IdentityStep } from "./identity_step.js";
import { Lease } from "./lease.js";
import { Leftovers } from "./leftovers.js";
import { LiveRequest } from "./live_request.js";
import { CameraPainter, unseenVideo } from "./painter.js";
import { Outbox } from "./outbox.js";
import { Pace } from "./pace.js";
import { PageMarks } from "./page_marks.js";
import { examStepOf } from "./phone.js";
import { Receipt, ReceiptCard } from "./receipt.js";
import { Sources } from "./sources.js";
import { StillsCamera } from "./stills_camera.js";
import { ServerWatch } from "./server_watch.js";
import { Steps } from "./steps.js";
import { MemoryStore } from "./store.js";
import { Uploader } from "./uploader.js";
import { Watchers } from "./watchers.js";
import { Way } from "./way.js";

const now = () => performance.now();
const wait = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
const random = () => Math.random();

/* Puts the real browser into the modules; all the rest of them runs without one. */
export function build(page) {
  const made = parts(page);
  made.extension = extensionOf(made);
  Object.assign(made, stepsOf(made), challengesOf(made), fairnessOf(made));
  made.hooks.way = new Way(made);
  return made.hooks.way;
}

/* What an exam and a rehearsal have in common; `hooks.way` is set by who builds the rest. */
export function parts({ config, view, store, token, renew }) {
  const hooks = {};
  const made = Object.assign({ config, view, store, hooks, now, wait }, sending(config, store, token, renew, hooks));
  Object.assign(made, recording(made), watching(made));
  return made;
}

function makeReceipt(attempt) {
  return new Receipt({ storage: () => window.localStorage, attempt, now: () => Date.now() });
}

function makeApi({ base, token, renew, receipt }) {
  const fetch = (url, options) => window.fetch(url, options);
  const setTimer = (call, milliseconds) => setTimeout(call, milliseconds);
  const onAnswer = (answer) => receipt.heard(answer);
  return new Api({ base, token, renew, fetch, makeAbort: () => new AbortController(), setTimer, clearTimer: (timer) => clearTimeout(timer), now, onAnswer });
}

function makeOutbox(attempt, store, spare, onAdded, onStoreFailed) {
  const makeBlob = (pieces) => new Blob(pieces);
  return new Outbox({ attempt, store, spare, subtle: window.crypto && window.crypto.subtle, bytesOf, makeBlob, now: () => Date.now(), onAdded, onStoreFailed });
}

function sending(config, store, token, renew, hooks) {
  const attempt = config.attempt;
  const spare = new MemoryStore();
  const clock = new AttemptClock({ now });
  const receipt = makeReceipt(attempt);
  const api = makeApi({ base: config.api, token, renew, receipt });
  const events = new EventQueue({ attempt, store, spare, api, clock, wallNow: () => new Date() });
  api.watch = new ServerWatch({ events, clock, now, online: () => navigator.onLine !== false });
  const outbox = makeOutbox(attempt, store, spare, () => hooks.way.added(), (error, lost) => hooks.way.storeFailed(lost));
  const meter = new LineMeter();
  const uploader = new Uploader({
    outbox, api, wait, random, meter, now,
    onChange: (state) => hooks.way.network(state),
    onRefused: (segment, code) => events.add("refused", refusalOf(segment, code)),
  });
  const leftovers = new Leftovers({ store, attempt, now: () => Date.now(), makeSender: (row) => sendLeftover(row, store) });
  return { clock, api, receipt, events, outbox, uploader, leftovers, meter };
}

/* Which segment, why, and which seconds are missing for it. */
function refusalOf(segment, code) {
  const place = [segment.track, segment.run, segment.sequence].join("/");
  return [place, code, segment.start.toFixed(3) + "-" + segment.end.toFixed(3)].join(" ");
}

function sendLeftover(row, store) {
  const { uploader, events } = makeSender(row, store);
  uploader.run();
  events.flush();
}

/* What sends the rest of another page's attempt, with the token that lies beside it. */
export function makeSender(row, store) {
  const spare = new MemoryStore();
  const api = makeApi({ base: row.base, token: row.token, renew: null, receipt: makeReceipt(row.attempt) });
  const outbox = makeOutbox(row.attempt, store, spare, () => null, () => null);
  const events = new EventQueue({ attempt: row.attempt, store, spare, api, clock: new AttemptClock({ now }), wallNow: () => new Date() });
  const uploader = new Uploader({ outbox, api, wait, random, onChange: () => null, onRefused: () => null, meter: new LineMeter(), now });
  return { outbox, events, uploader };
}

function makeStills() {
  const makeCanvas = () => document.createElement("canvas");
  const makePainter = (stream) => new CameraPainter({ stream, video: unseenVideo(document, stream), makeCanvas });
  return new StillsCamera({ possible: Boolean(makeCanvas().toBlob), makePainter, now, makeBlob: (pieces) => new Blob(pieces) });
}

function recording({ config, view, clock, events, outbox, api, hooks, meter }) {
  const { mediaDevices } = navigator;
  const { screen, MediaRecorder, MediaStream } = window;
  const capture = new Capture({ mediaDevices, screen, MediaRecorder, MediaStream, stills: makeStills() });
  const sources = new Sources({ capture, clock, events, outbox, wait, onEnded: (kind) => hooks.way.sourceEnded(kind) });
  const pace = new Pace({
    outbox, sources, events, meter, now, wallNow: () => Date.now(), disk: new DiskRoom({ storage: navigator.storage, now }),
    onHeld: (held) => hooks.way.held(held),
    onLevel: (level) => config.note && config.note.keep(level),
    onLastRoom: (minutes) => hooks.way.lastRoom(minutes),
  });
  const lease = new Lease({ api, clock, now, newKey: () => randomKey(window.crypto), onState: (state) => hooks.way.heard(state), onLost: () => hooks.way.leaseLost() });
  const steps = new Steps({
    show: (step) => {
      view.show(step);
      if (hooks.shown) hooks.shown(step);
    },
  });
  return { capture, sources, pace, lease, steps };
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

function extensionOf({ config, view, api, ticker, hooks }) {
  const runtime = window.chrome && window.chrome.runtime;
  const link = new ExtensionLink({ window, runtime, ids: config.extension.ids, wait });
  const onChange = () => hooks.way.device.update();
  return new ExtensionStep({ view, link, api, attempt: config.attempt, config: config.extension, handheld: config.handheld, ticker, now, window, onChange });
}

function findSession() {
  try {
    return window.sessionStorage;
  } catch (error) {
    return { getItem: () => null, setItem: () => null };
  }
}

function stepsOf(parts) {
  const { config, view, sources, capture, lease, api, uploader, outbox, events, marks, extension, hooks } = parts;
  const receipt = new ReceiptCard({ view, receipt: parts.receipt });
  const onStep = (step) => hooks.way.go(step);
  const guard = new GuardCheck({
    view, api, wait, mode: config.guard, possible: capture.canShareScreen, server: window.location.origin,
    onChange: () => hooks.way.device.update(),
  });
  return {
    guard,
    device: new DeviceStep({ view, sources, capture, lease, programs: [extension, guard], onReady: () => hooks.way.devicesReady() }),
    identity: new IdentityStep({ view, sources, api, wait, now, onReady: () => hooks.way.identityDone(), onUnreadable: () => hooks.way.videoUnreadable() }),
    exam: examStepOf(parts),
    finish: new FinishStep({ view, sources, api, outbox, uploader, events, wait, random, marks, receipt, onStep }),
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

/* What the student is told of violations, and the granted breaks. */
function fairnessOf({ config, view, sources, capture, api, marks, hooks }) {
  const counter = new Counter({ view, captions: config.captions });
  const onBreak = () => hooks.way.go("break");
  const onBack = (entrance) => hooks.way.record(entrance);
  const onEntrance = (entrance) => hooks.way.exam.enterBy(entrance);
  const rest = new BreakStep({ view, sources, capture, api, now, ring, page: document, marks, tier: () => hooks.way.tier, onBreak, onBack, onEntrance });
  return { counter, rest };
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
