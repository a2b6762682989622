import assert from "node:assert/strict";
import test from "node:test";
import { hostOf, isOurs, placeOf } from "./place.js";

const RULES = { hosts: ["tests.example.kz", "login.example.kz:8443"], origin: "https://oes.example.kz", own: "chrome-extension://abc/" };
const at = (url, more) => placeOf({ focused: true, tab: Object.assign({ url }, more) }, RULES);

test("the exam, its sign-in, OES and the extension's own page are the exam", () => {
  for (const url of [
    "https://tests.example.kz/question/5?x=1",
    "https://login.example.kz:8443/",
    "https://oes.example.kz/attempts/1/",
    "chrome-extension://abc/page.html",
  ]) assert.deepEqual(at(url), { here: true }, url);
});

test("nothing that only looks like the exam is", () => {
  for (const host of [
    "eviltests.example.kz", "tests.example.kz.evil.example", "sub.tests.example.kz", "example.kz", "login.example.kz",
    "tests.example.kz:8443", "oes.example.kz:444",
  ]) assert.deepEqual(at("https://" + host + "/tests.example.kz"), { here: false, host }, host);
  assert.deepEqual(at("https://tests.example.kz@evil.example/"), { here: false, host: "evil.example" });
  assert.deepEqual(at("chrome-extension://other/page.html"), { here: false, host: "chrome-extension:" });
});

test("another program has no name", () => {
  assert.deepEqual(placeOf({ focused: false, tab: { url: "https://tests.example.kz/" } }, RULES), { here: false, host: "" });
});

test("a page that is not of the web is named by its scheme, never by its path", () => {
  assert.deepEqual(at("file:///home/aigerim/answers.pdf"), { here: false, host: "file:" });
  assert.deepEqual(at("chrome://newtab/"), { here: false, host: "chrome:" });
});

test("a tab that is still empty while it loads is not judged", () => {
  assert.equal(at("about:blank", { status: "loading" }), null);
  assert.equal(at("", {}), null);
  assert.deepEqual(at("about:blank", { status: "complete" }), { here: false, host: "about:" });
  assert.deepEqual(at("", { pendingUrl: "https://tests.example.kz/" }), { here: true });
});

test("hosts have no path, title or password", () => {
  assert.equal(hostOf("https://user:secret@Example.KZ:443/a/b?c#d"), "example.kz");
  assert.equal(hostOf("nonsense"), "");
});

test("only pages of the exact origin may speak, and only whole pages", () => {
  const ours = "https://oes.example.kz";
  assert.ok(isOurs({ origin: ours, frameId: 0 }, ours));
  assert.ok(isOurs({ url: ours + "/attempts/1/" }, ours));
  for (const sender of [
    { origin: "https://oes.example.kz.evil.example" }, { origin: "http://oes.example.kz" }, { origin: "https://oes.example.kz:8443" },
    { origin: "null" }, { origin: ours, frameId: 3 }, { url: "https://evil.example/https://oes.example.kz" }, {},
    { origin: "https://evil.example", url: ours },
  ]) assert.ok(!isOurs(sender, ours), JSON.stringify(sender));
});
