// A button or link with data-key="KeyA" is pressed by that key, by its place, in any keyboard layout.
document.addEventListener("keydown", (event) => {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return
  if (event.target.closest("input, textarea, select")) return
  const control = document.querySelector(`[data-key="${CSS.escape(event.code)}"]`)
  if (control) {
    event.preventDefault()
    control.click()
  }
})
