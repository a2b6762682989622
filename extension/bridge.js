/* Firefox only: passes what the recorder's page says on to the extension, and the answers back to that page. */
(() => {
  const api = globalThis.browser || globalThis.chrome;
  window.addEventListener("message", async (event) => {
    const data = event.data;
    if (event.source !== window || event.origin !== window.location.origin || data?.oesTo !== "extension") return;
    const answer = await api.runtime.sendMessage(data.message).catch(() => null);
    window.postMessage({ oesFrom: "extension", number: data.number, answer }, window.location.origin);
  });
})();
