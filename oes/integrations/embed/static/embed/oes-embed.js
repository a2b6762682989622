/* OES in a page of the testing system: tells when the page is left and entered, and when the exam truly begins and
   ends. Include it on every page of the exam:
     <script src="https://OES/embed/oes-embed.js" data-exam="started"></script>
   data-exam="started" on the first page with questions, "ended" on the last page, or call OES.examStarted() and
   OES.examEnded(). Without a token from the recorder's tab it does nothing; it never disturbs the page. */
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

  function add(kind, at) {
    if (queue.length > 300) return;
    queue.push({ page: page, sequence: sequence++, kind: kind, at: at === undefined ? now() : at });
    send();
  }

  /* The token comes from the recorder's tab, which has our origin's word for it; answers go to that origin only. */
  window.addEventListener("message", function (event) {
    var data = event.data;
    if (event.origin !== origin || !data) return;
    if (data.oes === "here" && event.source === window.parent) return here(data.here === true);
    if (data.oes !== "token" || typeof data.token !== "string") return;
    token = data.token;
    remember("token", token);
    if (event.source) event.source.postMessage({ oes: "ack" }, origin);
    notBefore = 0;
    if (inFrame && !queue.length) add("heartbeat");
    send();
  });

  /* In a frame of the recorder's page, as on phones: a finger on that page's own bar takes the focus from here, but the
     exam is not left. That page tells twice a second whether it has the focus; silence is no yes. */
  function here(yes) {
    hereUntil = yes ? now() + 1500 : -Infinity;
    look();
  }

  /* Events of one page load in one request. A server that is down is asked again later, ever more seldom. */
  function send(last) {
    if (!token || !queue.length || (!last && (sending || now() < notBefore))) return;
    var key = queue[0].page;
    var batch = queue.filter(function (event) { return event.page === key; }).slice(0, 100);
    sending = true;
    var body = JSON.stringify({ page_key: key, events: batch.map(function (event) {
      return { sequence: event.sequence, kind: event.kind, age_ms: Math.max(0, Math.round(now() - event.at)) };
    }) });
    fetch(origin + "/embed/v1/events", {
      method: "POST", mode: "cors", credentials: "omit", keepalive: true, body: body,
      headers: { "Content-Type": "application/json", Authorization: "Bearer " + token }
    }).then(function (response) {
      sending = false;
      if (response.status === 401) { token = ""; remember("token", ""); }
      if (response.status === 401 || response.status === 429 || response.status >= 500) return later();
      failures = 0;
      queue = queue.filter(function (event) { return batch.indexOf(event) < 0; });
      return send();
    }).catch(function () { sending = false; later(); });
  }

  function later() {
    failures += 1;
    notBefore = now() + Math.min(60000, 2500 * Math.pow(2, Math.min(failures, 5)));
  }

  /* Present: visible, and the focus is in this page or in a frame of it (hasFocus() counts frames), or in a
     dialog that the page itself opened. A page counts as left only after it was once entered. */
  function present() {
    if (document.hidden) return false;
    return document.hasFocus() || now() < dialogUntil || (inFrame && now() < hereUntil);
  }

  function look() {
    if (unloading || ended) return;
    if (present()) {
      leaving = null;
      seen = true;
      if (document.hasFocus()) dialogUntil = -Infinity;
      if (!away) return;
      away = false;
      remember("away", "");
      add("returned");
      return;
    }
    if (!seen || away) return;
    if (leaving === null) {
      leaving = now();
      setTimeout(look, 300);
    } else if (now() - leaving >= 250) {
      away = true;
      remember("away", "1");
      add("left", leaving);
      leaving = null;
    }
  }

  window.addEventListener("focus", look);
  window.addEventListener("blur", function () {
    if (now() - dialogAskedAt < 1500) dialogUntil = now() + 60000;
    setTimeout(look, 0);
  });
  document.addEventListener("visibilitychange", function () { setTimeout(look, 0); });

  /* Choosing a file and printing take the focus, but the student has not left: for a minute that is believed.
     Drop-down lists and date choosers leave the focus where it is. */
  document.addEventListener("click", function (event) {
    var target = event.target;
    if (target && target.closest && target.closest("input[type=file]")) dialogAskedAt = now();
  }, true);
  window.addEventListener("beforeprint", function () { dialogAskedAt = now(); });

  function fullScreen() {
    // eslint-disable-next-line compat/compat -- asked for, and by its older name
    add(document.fullscreenElement || document.webkitFullscreenElement ? "fullscreen_entered" : "fullscreen_left");
  }
  document.addEventListener("fullscreenchange", fullScreen);
  document.addEventListener("webkitfullscreenchange", fullScreen);

  /* The next question's page is no switch: what is not sent yet goes on with the tab. */
  window.addEventListener("pagehide", function () {
    unloading = true;
    send(true);
    var wall = Date.now();
    remember("queue", JSON.stringify(queue.map(function (event) {
      return { page: event.page, sequence: event.sequence, kind: event.kind, wall: wall - (now() - event.at) };
    })));
  });
  window.addEventListener("pageshow", function (event) {
    unloading = false;
    if (event.persisted) look();
  });

  function takeUp() {
    try {
      JSON.parse(recall("queue") || "[]").forEach(function (event) {
        queue.push({ page: event.page, sequence: event.sequence, kind: event.kind, at: now() - (Date.now() - event.wall) });
      });
    } catch (error) { queue = []; }
    remember("queue", "");
  }

  takeUp();
  setInterval(look, 1000);
  setInterval(function () {
    var waiting = queue.some(function (event) { return event.kind === "heartbeat"; });
    if (token && !ended && !waiting) add("heartbeat");
    else send();
  }, 10000);
  setInterval(send, 2500);

  window.OES = {
    examStarted: function () { add("exam_started"); },
    examEnded: function () { add("exam_ended"); ended = true; }
  };
  if (script.getAttribute("data-exam") === "started") window.OES.examStarted();
  if (script.getAttribute("data-exam") === "ended") window.OES.examEnded();
  look();
})();
