// The button that copies the calendar's link. The oldest browsers have no clipboard for pages: all copy a selection.
export function prepare(button, page) {
  const field = page.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", () => {
    field.select();
    if (page.execCommand("copy")) button.textContent = button.dataset.copied;
  });
}

if (typeof document !== "undefined") document.querySelectorAll("[data-copy]").forEach((one) => prepare(one, document));
