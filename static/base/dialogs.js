// A button with data-opens="id" opens that <dialog>; data-closes inside it closes it.
export function openDialogs(document) {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]")
    const dialog = opener && document.getElementById(opener.dataset.opens)
    // Only staff pages have dialogs, and staff have browsers that know them.
    if (dialog && dialog.showModal) dialog.showModal()
    const closer = event.target.closest("[data-closes]")
    const closed = closer && closer.closest("dialog")
    if (closed) closed.close()
  })
}
