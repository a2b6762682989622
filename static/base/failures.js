// Parts of a page are loaded in the background. When that fails the page says so; when the sign-in has ended it is
// loaded anew, so that the sign-in page comes instead of a hole.
export function tellOfFailures(document, location) {
  const show = (failed) => {
    const note = document.getElementById("not-loaded")
    if (note) note.hidden = !failed
  }
  document.addEventListener("htmx:sendError", () => show(true))
  document.addEventListener("htmx:responseError", () => show(true))
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, requestConfig } = event.detail
    const asked = new URL(requestConfig.path, location.href).pathname
    if (new URL(xhr.responseURL, location.href).pathname !== asked) {
      event.detail.shouldSwap = false
      location.reload()
    } else if (xhr.status < 400) show(false)
  })
}
