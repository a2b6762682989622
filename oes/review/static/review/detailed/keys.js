// Keys by their place on the keyboard, so that they work in Kazakh and Russian layouts too.
export function commandOf(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return null
  if (event.key === "?" || (event.code === "Slash" && event.shiftKey)) return "help"
  const commands = {
    KeyJ: "next", KeyK: "previous", Space: "play", KeyT: "honest", KeyX: "dishonest", KeyV: "tour", KeyL: "live",
    KeyM: "sound", ArrowLeft: "back", ArrowRight: "forward",
    Digit1: "rate0", Digit2: "rate1", Digit3: "rate2", Digit4: "rate3", Digit5: "rate4", F1: null,
  }
  return commands[event.code] ?? null
}

// Typing, open dialogs and a control that was reached by Tab keep their keys.
export function belongsElsewhere(event) {
  const { target } = event
  if (document.querySelector("dialog[open]")) return true
  if (target.closest("input, textarea, select, [contenteditable]")) return true
  return event.code === "Space" && target.matches("button:focus-visible, a:focus-visible, summary:focus-visible")
}

export function listenToKeys(document, run) {
  document.addEventListener("keydown", (event) => {
    const command = commandOf(event)
    if (!command || belongsElsewhere(event)) return
    event.preventDefault()
    run(command)
  })
}
