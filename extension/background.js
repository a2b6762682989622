import { ORIGIN } from "./origin.js";
import { isOurs } from "./place.js";
import { Watch } from "./watch.js";

const api = globalThis.browser || globalThis.chrome;
const LOOK_MS = 5000;
const LONGEST_MS = 20000;
const ALARM = "beat";
const TABS = { permissions: ["tabs"] };

const store = {
  get: async (name) => (await api.storage.local.get(name))[name],
  set: (name, value) => api.storage.local.set({ [name]: value }),
  remove: (name) => api.storage.local.remove(name),
};

const permission = {
  has: () => api.permissions.contains(TABS),
  giveBack: async () => {
    if (await api.permissions.contains(TABS)) await api.permissions.remove(TABS);
  },
};

/* A timer while this background lives: each beat also calls the browser, which therefore lets it live. The alarm
   wakes one that was ended all the same; half a minute is the shortest that browsers allow. Neither runs without
   an exam. */
let timer = 0;
const alarm = {
  set: () => {
    if (timer) return;
    timer = setInterval(() => watch.tick(), LOOK_MS);
    api.alarms.create(ALARM, { periodInMinutes: 0.5 });
  },
  clear: () => {
    clearInterval(timer);
    timer = 0;
    api.alarms.clear(ALARM);
  },
};

async function see() {
  const front = await api.windows.getLastFocused().catch(() => null);
  const [tab] = front?.focused ? await api.tabs.query({ active: true, windowId: front.id }) : [];
  return { focused: Boolean(front?.focused), tab };
}

async function send(batch, token) {
  try {
    const response = await fetch(ORIGIN + "/extension/v1/events", {
      method: "POST", credentials: "omit", cache: "no-store", body: JSON.stringify(batch), signal: AbortSignal.timeout(LONGEST_MS),
      headers: { "Content-Type": "application/json", Authorization: "Bearer " + token },
    });
    const body = await response.json().catch(() => ({}));
    return { status: response.status, running: body.running };
  } catch {
    return { status: 0 };
  }
}

const watch = new Watch({
  store, see, send, permission, alarm,
  now: () => performance.now(),
  wall: () => Date.now(),
  newKey: () => crypto.randomUUID(),
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  origin: ORIGIN,
  own: api.runtime.getURL(""),
});

/* What the recorder's page may say, and what is answered. */
const ACTS = {
  hello: () => watch.hello(),
  ping: () => watch.tick().then(() => watch.hello()),
  allow: (message, sender) => ask(message, sender),
  start: (message) => watch.start(startOf(message)).then(() => watch.hello()),
  stop: (message) => watch.stop(String(message.attempt)).then(() => watch.hello()),
};

function startOf({ attempt, token, hosts, seconds, language }) {
  if (![attempt, token].every((one) => typeof one === "string" && one) || !Array.isArray(hosts)) throw new TypeError("start");
  return { attempt, token, hosts: hosts.map(String), seconds: Math.min(Number(seconds) || 0, 86400), language: String(language) };
}

/* Browsers want a click on a page of the extension itself before they ask the student. */
async function ask({ language }, sender) {
  const query = new URLSearchParams({ ask: "1", lang: String(language), back: String(sender.tab?.id ?? "") });
  await api.tabs.create({ url: api.runtime.getURL("page.html") + "?" + query });
  return watch.hello();
}

function hear(message, sender, answer) {
  const act = ACTS[message?.oes];
  if (!act || !isOurs(sender, ORIGIN)) {
    answer({ state: "refused" });
    return false;
  }
  Promise.resolve()
    .then(() => act(message, sender))
    .then((told) => answer({ ...told, origin: new URL(api.runtime.getURL("")).origin, version: api.runtime.getManifest().version }))
    .catch(() => answer({ state: "failed" }));
  return true;
}

/* Chromium lets the page itself speak; in Firefox bridge.js passes its words on. Our own page only says "granted". */
api.runtime.onMessageExternal?.addListener(hear);
api.runtime.onMessage.addListener((message, sender, answer) => {
  if (message?.oes !== "granted" || !sender.url?.startsWith(api.runtime.getURL(""))) return hear(message, sender, answer);
  watch.granted().then(() => answer({}));
  return true;
});

api.windows.onFocusChanged.addListener(() => watch.look());
api.tabs.onActivated.addListener(() => watch.look());
api.tabs.onUpdated.addListener((id, changed) => (changed.url || changed.status) && watch.look());
api.alarms.onAlarm.addListener(() => watch.tick());
api.runtime.onStartup.addListener(() => watch.tick());
watch.tick();
