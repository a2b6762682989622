import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import vm from "node:vm";

const SOURCE = readFileSync(new URL("./oes-embed-code.js", import.meta.url), "utf8");
const KEYS = ["title", "hint", "label", "join", "close", "busy", "done", "empty", "wrong_code", "old_code", "too_many_tries", "failed"];

class Element {
  constructor(name) {
    Object.assign(this, { name, style: {}, children: [], attributes: {}, heard: {}, value: "", textContent: "", focused: 0 });
  }

  setAttribute(name, value) { this.attributes[name] = value; }
  addEventListener(name, call) { this.heard[name] = call; }
  attachShadow() { return (this.shadow = new Element("shadow")); }
  focus() { this.focused += 1; }
  select() { this.selected = true; }
  remove() { this.gone = true; }

  appendChild(child) {
    this.children.push(child);
    return child;
  }

  find(test) {
    if (test(this)) return this;
    return this.children.map((child) => child.find(test)).find(Boolean);
  }
}

function shown({ lang = "kk", answer = {}, down = false, typing = false } = {}) {
  const calls = { sent: [], joined: [], declined: 0 };
  const timers = [];
  const words = {};
  ["kk", "ru"].forEach((one) => (words[one] = Object.fromEntries(KEYS.map((key) => [key, key + "-" + one]))));
  const body = new Element("body");
  const document = {
    body, documentElement: { lang }, activeElement: typing ? new Element("textarea") : body,
    currentScript: { src: "https://oes.example/embed/oes-embed-code.js" }, createElement: (name) => new Element(name),
  };
  const OES = { words, askCode: () => OES.showBox(), joined: (token) => calls.joined.push(token), decline: () => (calls.declined += 1) };
  const fetch = async (url, options) => {
    calls.sent.push([url, JSON.parse(options.body).code, options.credentials]);
    if (down) throw new Error("down");
    return { json: async () => answer };
  };
  vm.runInNewContext(SOURCE, { window: { OES }, document, URL, navigator: { language: "de" }, fetch, setTimeout: (call, after) => timers.push({ call, after }) });
  const host = () => body.children[body.children.length - 1];
  const box = host().shadow.children[0];
  const part = (test) => box.find(test);
  return {
    OES, body, host, box, calls, timers,
    input: part((one) => one.name === "input"),
    told: part((one) => one.attributes.role === "status"),
    buttons: ["submit", "button"].map((type) => part((one) => one.name === "button" && one.type === type)),
    async join(code) {
      this.input.value = code;
      box.heard.submit({ preventDefault: () => null });
      for (let turn = 0; turn < 6; turn += 1) await null;
    },
  };
}

test("it says what it is to those who cannot see it, in the page's language", () => {
  const { box, input } = shown();
  assert.equal(box.attributes.role, "dialog");
  const title = box.find((one) => one.id === box.attributes["aria-labelledby"]);
  assert.equal(title.textContent, "title-kk");
  assert.equal(input.attributes["aria-describedby"], "hint told");
  assert.equal(box.find((one) => one.name === "label").children[0], input);
  assert.equal(shown({ lang: "de" }).buttons[0].textContent, "join-ru");
});

test("it takes the focus only from nobody", () => {
  assert.equal(shown().input.focused, 1);
  assert.equal(shown({ typing: true }).input.focused, 0);
});

test("the right code joins the page, and the box goes away", async () => {
  const page = shown({ answer: { token: "t" } });
  await page.join(" k7qm-2rtx ");
  assert.deepEqual(page.calls.sent, [["https://oes.example/embed/v1/join", "k7qm2rtx", "omit"]]);
  assert.deepEqual(page.calls.joined, ["t"]);
  assert.equal(page.told.textContent, "done-kk");
  page.timers[0].call();
  assert.ok(page.host().gone);
});

test("each refusal has its sentence, and the code can be typed again", async () => {
  for (const [code, sentence] of [["wrong_code", "wrong_code-kk"], ["old_code", "old_code-kk"], ["bad_body", "failed-kk"]]) {
    const page = shown({ answer: { code } });
    await page.join("K7QM2RTX");
    assert.equal(page.told.textContent, sentence);
    assert.equal(page.input.attributes["aria-invalid"], "true");
    page.timers[0].call();
    await page.join("K7QM2RTY");
    assert.equal(page.calls.sent.length, 2);
  }
});

test("after too many wrong codes it waits a minute", async () => {
  const page = shown({ answer: { code: "too_many_tries" } });
  await page.join("K7QM2RTX");
  await page.join("K7QM2RTX");
  assert.equal(page.calls.sent.length, 1);
  assert.deepEqual([page.told.textContent, page.timers[0].after], ["too_many_tries-kk", 60000]);
});

test("a server that is down is said to be, and nothing breaks", async () => {
  const page = shown({ down: true });
  await page.join("K7QM2RTX");
  assert.equal(page.told.textContent, "failed-kk");
});

test("half a code is not sent", async () => {
  const page = shown();
  await page.join("K7QM");
  assert.deepEqual([page.calls.sent, page.told.textContent], [[], "empty-kk"]);
});

test("closing it, also by Escape, is remembered; asking for it shows it again", () => {
  const page = shown();
  page.box.heard.keydown({ key: "Escape" });
  assert.ok(page.host().gone);
  assert.equal(page.calls.declined, 1);
  page.OES.showBox();
  page.OES.showBox();
  assert.equal(page.body.children.length, 2);
});
