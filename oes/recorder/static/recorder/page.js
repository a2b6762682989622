import { askToken } from "./api.js";
import { openStore } from "./store.js";
import { View } from "./view.js";

const OPEN_SECONDS = 4;
const fetchHere = (url, options) => window.fetch(url, options);

/* What every page of the recorder stands on: what the server wrote into it, its view, its store and a token. */
export async function openPage() {
  const config = JSON.parse(document.getElementById("config").textContent);
  config.secure = window.isSecureContext !== false && Boolean(window.crypto && window.crypto.subtle);
  const view = new View({ document, text: config.text, reportUrl: config.reportUrl });
  const store = await openHere();
  const renew = () => findToken(config, store);
  return { config, view, store, renew, token: await renew() };
}

/* This browser's store. */
export function openHere() {
  const patience = () => new Promise((resolve, reject) => setTimeout(() => reject(new Error("no answer from IndexedDB")), OPEN_SECONDS * 1000));
  return openStore(findIndexedDB(), patience);
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
