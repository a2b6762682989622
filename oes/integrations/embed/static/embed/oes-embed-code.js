/* OES: the small box in the exam's page that asks for a code, where the browser has cut the page off from the recorder's
   tab. oes-embed.js loads it; the server puts its sentences before it. It touches nothing else on the page. */
(function () {
  "use strict";
  var OES = window.OES;
  if (!OES || OES.showBox) return;
  var origin = new URL(document.currentScript.src).origin;
  var host = null;
  var parts = {};

  function words() {
    var language = (document.documentElement.lang || navigator.language || "").slice(0, 2).toLowerCase();
    return OES.words[language] || OES.words.ru;
  }

  /* Styles are set on the elements themselves: that is allowed under any Content-Security-Policy, and the shadow root
     keeps the page's own styles out. */
  function make(name, style, text) {
    var element = document.createElement(name);
    element.style.cssText = style;
    if (text) element.textContent = text;
    return element;
  }

  function button(text, style, act) {
    var made = make("button", "font:inherit;padding:8px 14px;border-radius:6px;cursor:pointer;" + style, text);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  function build(told) {
    var box = make("form", "box-sizing:border-box;width:340px;max-width:calc(100vw - 32px);padding:16px;border:2px solid #0b6b62;" +
      "border-radius:10px;background:#fff;color:#1b2326;font:16px/1.4 system-ui,sans-serif;box-shadow:0 4px 24px rgba(0,0,0,.25)");
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-labelledby", "title");
    var title = make("h2", "margin:0 0 6px;font:inherit;font-weight:700", told.title);
    title.id = "title";
    parts.hint = make("p", "margin:0 0 10px", told.hint);
    parts.hint.id = "hint";
    var label = make("label", "display:block;font-weight:600", told.label);
    parts.code = make("input", "display:block;box-sizing:border-box;width:100%;margin:4px 0 0;padding:8px;border:1px solid #566367;" +
      "border-radius:6px;background:#fff;color:#1b2326;font:600 22px/1.3 monospace;letter-spacing:2px;text-transform:uppercase");
    var settings = { type: "text", maxlength: "12", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", "aria-describedby": "hint told" };
    Object.keys(settings).forEach(function (key) { parts.code.setAttribute(key, settings[key]); });
    label.appendChild(parts.code);
    parts.told = make("p", "margin:8px 0 0;min-height:1.4em");
    parts.told.id = "told";
    parts.told.setAttribute("role", "status");
    parts.join = button(told.join, "border:1px solid #0b6b62;background:#0b6b62;color:#fff;margin-right:8px");
    parts.join.type = "submit";
    parts.close = button(told.close, "border:1px solid #566367;background:#fff;color:#1b2326", close);
    var row = make("p", "margin:8px 0 0");
    [parts.join, parts.close].forEach(function (one) { row.appendChild(one); });
    [title, parts.hint, label, parts.told, row].forEach(function (one) { box.appendChild(one); });
    box.addEventListener("submit", function (event) { event.preventDefault(); join(); });
    box.addEventListener("keydown", function (event) { if (event.key === "Escape") close(); });
    return box;
  }

  function say(text, bad) {
    parts.told.textContent = text;
    parts.told.style.color = bad ? "#b3261e" : "#1b6e3c";
    parts.code.setAttribute("aria-invalid", String(Boolean(bad)));
  }

  function close() {
    OES.decline();
    remove();
  }

  function remove() {
    if (host) host.remove();
    host = null;
  }

  function join() {
    var told = words();
    var code = parts.code.value.replace(/[\s-]/g, "");
    if (parts.join.disabled) return;
    if (code.length !== 8) { say(told.empty, true); parts.code.focus(); return; }
    parts.join.disabled = true;
    say(told.busy);
    fetch(origin + "/embed/v1/join", {
      method: "POST", mode: "cors", credentials: "omit", body: JSON.stringify({ code: code }), headers: { "Content-Type": "application/json" }
    }).then(function (response) { return response.json(); }).then(function (answer) {
      if (answer.token) return joined(answer.token, told);
      return refused(told[answer.code] || told.failed, answer.code === "too_many_tries" ? 60 : 1);
    }).catch(function () { refused(told.failed, 5); });
  }

  function joined(token, told) {
    OES.joined(token);
    say(told.done);
    parts.hint.hidden = parts.join.hidden = true;
    parts.code.disabled = true;
    setTimeout(remove, 4000);
  }

  function refused(text, seconds) {
    say(text, true);
    setTimeout(function () { parts.join.disabled = false; }, seconds * 1000);
    parts.code.focus();
    parts.code.select();
  }

  /* Whoever is typing an answer goes on typing: the box takes the focus only where nothing else has it. */
  OES.showBox = function () {
    if (host) return;
    host = make("div", "all:initial;position:fixed;right:16px;bottom:16px;z-index:2147483647");
    host.id = "oes-code";
    host.lang = document.documentElement.lang;
    host.attachShadow({ mode: "open" }).appendChild(build(words()));
    document.body.appendChild(host);
    var active = document.activeElement;
    if (!active || active === document.body) parts.code.focus();
  };
  OES.askCode();
})();
