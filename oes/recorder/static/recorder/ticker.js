/* A classic worker: its timer keeps time while the recorder's tab is hidden (a page's own timers are slowed down). */
setInterval(function () { postMessage(0); }, 250);
