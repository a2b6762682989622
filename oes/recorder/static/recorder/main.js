import { build, wait } from "./build.js";
import { askToken } from "./api.js";
import { canShare, isHandheld } from "./handheld.js";
import { openStore } from "./store.js";
import { View } from "./view.js";

const patience = () => wait(4).then(() => Promise.reject(new Error("no answer from IndexedDB")));
const fetchHere = (url, options) => window.fetch(url, options);

/* Reads the page, finds store and token, and sets out. */
async function main() {
  const config = JSON.parse(document.getElementById("config").textContent);
  config.secure = window.isSecureContext !== false && Boolean(window.crypto && window.crypto.subtle);
  config.handheld = isHandheld(navigator, canShare(navigator));
  config.phoneless = config.handheld && !config.phones;
  const view = new View({ document, text: config.text });
  const store = await openStore(findIndexedDB(), patience);
  const token = await findToken(config, store);
  const way = build({ config, view, store, token, renew: () => findToken(config, store) });
  way.marks.leaveWith(way.lease);
  await way.begin(way.marks.takeReload());
}

function findIndexedDB() {
  try {
    return window.indexedDB;
  } catch (error) {
    return null; // some private windows throw
  }
}

/* A fresh token from the sign-in; without one, that of the last visit can still send what waits. */
async function findToken(config, store) {
  const fresh = await askToken({ fetch: fetchHere, url: config.tokenUrl, csrf: config.csrf });
  if (!fresh.token) {
    const kept = (await store.tokens().catch(() => [])).find((row) => row.attempt === config.attempt);
    return kept ? kept.token : "";
  }
  const expires = Date.now() + fresh.expiresInSeconds * 1000;
  await store.putToken({ attempt: config.attempt, token: fresh.token, base: config.api, expires }).catch(() => null);
  return fresh.token;
}
main();
