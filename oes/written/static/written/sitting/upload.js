/* Sends a file with its progress: only XMLHttpRequest tells it in the oldest browsers. Never rejects; no answer is
   `status` 0. */
const LONGEST_MS = 10 * 60 * 1000;

export function makeUpload({ makeRequest, makeForm, url, csrf }) {
  return (item, onPercent) =>
    new Promise((resolve) => {
      const request = makeRequest();
      const none = () => resolve({ status: 0, ok: false, code: "no_answer", body: {} });
      request.open("POST", url);
      request.timeout = LONGEST_MS;
      request.setRequestHeader("X-CSRFToken", csrf());
      request.upload.onprogress = (event) => event.total && onPercent(Math.floor((100 * event.loaded) / event.total));
      request.onerror = request.ontimeout = request.onabort = none;
      request.onload = () => resolve(answerOf(request));
      const form = makeForm();
      form.append("uuid", item.uuid);
      form.append("kind", item.kind);
      form.append("file", item.file, item.name);
      request.send(form);
    });
}

/* A page of the sign-in in place of an answer means that the sign-in is over: it waits, and is sent again after it. */
function answerOf(request) {
  let body;
  try {
    body = JSON.parse(request.responseText);
  } catch (error) {
    return { status: 0, ok: false, code: "signed_out", body: {} };
  }
  const ok = request.status >= 200 && request.status < 300;
  return { status: request.status, ok, code: body.code || "", body };
}
