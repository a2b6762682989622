/* OES in a page of the testing system: tells when the page is left and entered, when the exam begins and ends, and how
   much was copied or pasted, never what. docs/testing-systems.md says how to include it. Without a token from the
   recorder's tab it sends nothing; it never disturbs the page. */
(function () {
  "use strict";
  var script = document.currentScript;
  if (window.OES || !script || !window.fetch) return;
  var origin = new URL(script.src).origin;
  var page = newKey();
  var sequence = 0;
  var queue = [];
  var token = recall("token");
  var failures = 0;
  var sending = false;
  var notBefore = 0;
  var seen = false;
  var away = recall("away") === "1";
  var leaving = null;
  var unloading = false;
  var ended = false;
  var extended = recall("extended");
  var clickedAt = -Infinity;
  var dialogAskedAt = -Infinity;
  var dialogUntil = -Infinity;
  var hereUntil = -Infinity;
  var inFrame = window.parent !== window;

  function now() { return performance.now(); }

  function newKey() {
    var bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    var hex = Array.prototype.map.call(bytes, function (b) { return (b + 256).toString(16).slice(1); }).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  /* sessionStorage: of this tab and this origin only, gone with the tab. No cookie is read or written. */
  function recall(name) {
    try { return sessionStorage.getItem("oes-" + name) || ""; } catch (error) { return ""; }
  }

  function remember(name, value) {
    try { sessionStorage.setItem("oes-" + name, value); } catch (error) { return; }
  }

  function add(kind, at, detail) {
    if (queue.length > 300) return;
    queue.push({ page: page, sequence: sequence++, kind: kind, at: at || now(), detail: detail });
    send();
  }

  /* The token comes from the recorder's tab, which has our origin's word for it; answers go to that origin only. */
  window.addEventListener("message", function (event) {
    var data = event.data;
    if (event.origin !== origin || !data) return;
    if (data.oes === "here" && event.source === window.parent) here(data.here);
    if (data.oes !== "token" || typeof data.token !== "string") return;
    if (event.source) event.source.postMessage({ oes: "ack" }, origin);
    use(data.token);
  });

  function use(given) {
    /* Perhaps of another attempt, and a page speaks for one only. */
    if (token && given !== token) page = newKey();
    token = given;
    remember("token", token);
    notBefore = 0;
    if (inFrame && !queue.length) add("heartbeat");
    send();
  }

  /* The recorder opened this tab, or shows it in a frame. On a further host of the testing system it is asked anew. */
  function ask() {
    [window.opener, window.parent].forEach(function (other) {
      if (!token && other && other !== window) other.postMessage({ oes: "ask" }, origin);
    });
  }

  /* Where sign-in redirects have cut this tab off, the student can type a code; the box for it is loaded only then. */
  function askCode() {
    if (token || ended) return;
    if (window.OES.showBox) { window.OES.showBox(); return; }
    var box = document.createElement("script");
    box.src = origin + "/embed/oes-embed-code.js";
    box.onerror = function () { box.remove(); };
    document.head.appendChild(box);
  }

  function offerCode() {
    if (script.getAttribute("data-code") === "ask" && !window.OES.showBox && !recall("declined")) askCode();
  }

  /* What was told before the code was typed is dropped, but for the exam's own beginning: the student had to look
     for the code in the other tab. */
  function joined(given) {
    queue = queue.filter(function (event) { return /^exam|_screen$/.test(event.kind); });
    use(given);
  }

  /* In a frame of the recorder's page, as on phones: a finger on that page's own bar takes the focus from here, but the
     exam is not left. That page tells twice a second whether it has the focus; silence is no yes. */
  function here(yes) {
    hereUntil = yes ? now() + 1500 : 0;
    seen = seen || yes;
    look();
  }

  /* Events of one page load in one request. A server that is down is asked again later, ever more seldom. `again`: some
     were sent before, and no answer came; a page that closes leaves what is on its way alone. */
  function send(last) {
    if (!token || !queue.length || (!last && (sending || now() < notBefore))) return;
    var key = queue[0].page;
    var batch = queue.filter(function (e) { return e.page === key && !(sending && e.tried); }).slice(0, 100);
    if (!batch.length) return;
    sending = true;
    var again;
    var body = JSON.stringify({ page_key: key, events: batch.map(function (e) {
      again = again || e.tried;
      e.tried = true;
      return { sequence: e.sequence, kind: e.kind, age_ms: Math.max(0, Math.round(now() - e.at)), detail: e.detail };
    }), again: again });
    fetch(origin + "/embed/v1/events", {
      method: "POST", mode: "cors", credentials: "omit", keepalive: true, body: body,
      headers: { "Content-Type": "application/json", Authorization: "Bearer " + token }
    }).then(function (response) {
      sending = false;
      if (response.status === 401) { token = ""; remember("token", ""); }
      if (/401|429|5../.test(response.status)) return later();
      failures = 0;
      queue = queue.filter(function (e) { return batch.indexOf(e) < 0; });
      return send();
    }).catch(function () { sending = false; later(); });
  }

  function later() {
    failures += 1;
    notBefore = now() + Math.min(60000, 2500 * Math.pow(2, Math.min(failures, 5)));
  }

  /* Present: visible, and the focus is in this page or in a frame of it (hasFocus() counts frames), in a dialog that
     the page itself opened, or in another page of the exam. A page counts as left only after it was once entered. */
  function focused() { return !document.hidden && document.hasFocus(); }

  function present() {
    if (focused() || (!document.hidden && now() < Math.max(dialogUntil, hereUntil))) return true;
    try {
      var other = localStorage.getItem("oes-here") || "";
      return other.indexOf(page) !== 0 && Math.abs(Date.now() - other.slice(36)) < 8000;
    } catch (error) { return false; }
  }

  function look() {
    if (unloading || ended) return;
    if (focused()) {
      seen = true;
      dialogUntil = -Infinity;
      try { if (token) localStorage.setItem("oes-here", page + Date.now()); } catch (error) { seen = true; }
    }
    if (present()) {
      leaving = null;
      if (away) setAway(false);
    } else if (seen && !away) {
      if (leaving === null) leaving = now();
      /* A click may open a window of the exam itself: it gets three seconds to show up. */
      var wait = leaving - clickedAt < 1000 ? 3000 : 250;
      if (now() - leaving >= wait) setAway(true);
      else setTimeout(look, wait + 50);
    }
  }

  function setAway(value) {
    away = value;
    remember("away", away ? "1" : "");
    add(away ? "left" : "returned", away && leaving);
    leaving = null;
  }

  window.addEventListener("focus", look);
  window.addEventListener("blur", function () {
    if (now() - dialogAskedAt < 1500) dialogUntil = now() + 60000;
    setTimeout(look, 0);
  });
  /* A phone may freeze a hidden page at once, so there it is told without waiting. */
  document.addEventListener("visibilitychange", function () {
    if (document.hidden && inFrame && seen && !away && !unloading && !ended) setAway(true);
    else setTimeout(look, 0);
  });

  /* Choosing a file and printing take the focus, but the student has not left: for a minute that is believed.
     Drop-down lists and date choosers leave the focus where it is. */
  document.addEventListener("click", function (event) {
    clickedAt = now();
    if (event.target && event.target.closest && event.target.closest("input[type=file]")) dialogAskedAt = now();
  }, true);
  window.addEventListener("beforeprint", function () {
    dialogAskedAt = now();
    add("printed");
  });

  function fullScreen() {
    // eslint-disable-next-line compat/compat -- asked for, and by its older name
    add(document.fullscreenElement || document.webkitFullscreenElement ? "fullscreen_entered" : "fullscreen_left");
  }
  document.addEventListener("fullscreenchange", fullScreen);
  document.addEventListener("webkitfullscreenchange", fullScreen);

  /* Only Chromium tells of a second screen. */
  function screens() {
    // eslint-disable-next-line compat/compat -- undefined where it is unknown
    var value = window.screen.isExtended ? "1" : "";
    if (value === extended || window.screen.isExtended === undefined) return;
    extended = value;
    remember("extended", value);
    add(value ? "second_screen" : "one_screen");
  }

  /* How many characters, never which. */
  function selected() {
    var field = document.activeElement || {};
    return field.selectionEnd - field.selectionStart || String(getSelection()).length;
  }

  function watch(name, kind, length) {
    document.addEventListener(name, function (event) {
      if (event.target && event.target.id === "oes-code") return;
      var found = length(event);
      if (found || kind === "pasted") add(kind, undefined, String(found));
    }, true);
  }
  watch("copy", "copied", selected);
  watch("cut", "cut", selected);
  watch("paste", "pasted", function (event) { return event.clipboardData ? event.clipboardData.getData("text").length : 0; });

  /* The next question's page is no switch: what is not sent yet goes on with the tab. */
  window.addEventListener("pagehide", function () {
    unloading = true;
    send(true);
    var wall = Date.now();
    remember("queue", JSON.stringify(queue.map(function (event) {
      return Object.assign({}, event, { wall: wall - (now() - event.at) });
    })));
  });
  window.addEventListener("pageshow", function (event) {
    unloading = false;
    if (event.persisted) look();
  });

  function takeUp() {
    try {
      JSON.parse(recall("queue") || "[]").forEach(function (event) {
        queue.push(Object.assign(event, { at: now() - (Date.now() - event.wall) }));
      });
    } catch (error) { queue = []; }
    remember("queue", "");
  }

  takeUp();
  setInterval(function () { look(); screens(); }, 1000);
  setInterval(function () {
    var waiting = queue.some(function (event) { return event.kind === "heartbeat"; });
    if (token && !ended && !waiting) add("heartbeat");
    else send();
    ask();
    offerCode();
  }, 10000);
  setInterval(send, 2500);

  window.OES = {
    examStarted: function () { add("exam_started"); },
    examEnded: function () { add("exam_ended"); ended = true; },
    askCode: askCode,
    joined: joined,
    decline: function () { remember("declined", "1"); }
  };
  if (script.getAttribute("data-exam") === "started") window.OES.examStarted();
  if (script.getAttribute("data-exam") === "ended") window.OES.examEnded();
  ask();
  setTimeout(offerCode, 5000);
  look();
})();
