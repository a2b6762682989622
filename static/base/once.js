// A form with data-once is sent once: a second press while the first is under way does nothing.
export function submitOnce(document, window) {
  document.addEventListener("submit", (event) => {
    const form = event.target
    if (!form.hasAttribute("data-once")) return
    if (form.dataset.once === "sent") event.preventDefault()
    form.dataset.once = "sent"
  })
  // A page brought back by the Back button is whole again.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-once]")) form.dataset.once = ""
  })
}
