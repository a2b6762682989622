/* Where the student is, judged by the host alone. Path, title and content are never looked at. */

/* The host of an address, with its port where it is not the usual one. A page that is not of the web is named by
   its scheme: "chrome:", "about:", "file:". An address that cannot be seen gives "". */
export function hostOf(address) {
  try {
    const url = new URL(address);
    return url.protocol === "https:" || url.protocol === "http:" ? url.host : url.protocol;
  } catch {
    return "";
  }
}

/* What is in front: `focused` tells whether a window of the browser is, `tab` is the active tab of it.
   Answers { here: true }, { here: false, host } ("" for another program), or null where it cannot be said: a tab
   that is still empty while it loads. `hosts` are the exam's, and must match exactly. */
export function placeOf({ focused, tab }, { hosts, origin, own }) {
  if (!focused) return { here: false, host: "" };
  const address = tab?.url || tab?.pendingUrl || "";
  if (!address || (address === "about:blank" && tab.status === "loading")) return null;
  if (address.startsWith(own)) return { here: true };
  const host = hostOf(address);
  const here = host === hostOf(origin) || hosts.includes(host);
  return here ? { here } : { here, host };
}

/* Only the deployment's own pages may speak to the extension: the same origin, letter for letter. */
export function isOurs(sender, origin) {
  if (sender.frameId) return false;
  if (sender.origin) return sender.origin === origin;
  try {
    return new URL(sender.url).origin === origin;
  } catch {
    return false;
  }
}
