import { ORIGIN } from "./origin.js";
import { textsOf } from "./texts.js";

/* The extension's one page: what it sees, whether it watches now, and the button that browsers want a click on. */
const api = globalThis.browser || globalThis.chrome;
const TABS = { permissions: ["tabs"] };
const told = new URLSearchParams(window.location.search);

async function show() {
  const { state } = await api.storage.local.get("state");
  const { language, texts } = textsOf(told.get("lang"), state?.language, api.i18n.getUILanguage());
  document.documentElement.lang = language;
  document.title = texts.title;
  document.querySelectorAll("[data-text]").forEach((element) => (element.textContent = texts[element.dataset.text]));
  document.getElementById("origin").textContent = ORIGIN;
  const granted = await api.permissions.contains(TABS);
  const running = state && !state.stopping;
  const asks = !granted && told.has("ask");
  say(texts, asks ? "asks" : running ? "running" : granted ? "ready" : "idle");
  document.getElementById("choices").hidden = !asks;
  document.getElementById("allow").addEventListener("click", () => allow(texts));
}

function say(texts, key) {
  document.getElementById("state").textContent = texts[key];
}

/* The browser's own question follows; it must come at once, within the click. */
async function allow(texts) {
  const granted = await api.permissions.request(TABS).catch(() => false);
  if (!granted) return say(texts, "refused");
  await api.runtime.sendMessage({ oes: "granted" });
  const back = Number(told.get("back"));
  if (back) await api.tabs.update(back, { active: true }).catch(() => null);
  return window.close();
}

show();
