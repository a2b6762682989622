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

// Typing, open dialogs and a control that was reached by Tab keep their keys. What was clicked does not: whoever
// picks a card and presses the space bar wants to see it. (:focus-visible cannot tell, the key press itself sets it.)
export function belongsElsewhere(event, byTab) {
  const { target } = event
  if (document.querySelector("dialog[open]")) return true
  if (target.closest("input, textarea, select, [contenteditable]")) return true
  return event.code === "Space" && byTab && target.matches("button, a, summary")
}

export function listenToKeys(document, run) {
  let byTab = false
  document.addEventListener("pointerdown", () => {
    byTab = false
  })
  document.addEventListener("keydown", (event) => {
    if (event.code === "Tab") byTab = true
    const command = commandOf(event)
    if (!command || belongsElsewhere(event, byTab)) return
    event.preventDefault()
    run(command)
  })
  // A button acts on the release of the space bar: that is ours as well when the press was.
  document.addEventListener("keyup", (event) => {
    if (commandOf(event) && !belongsElsewhere(event, byTab)) event.preventDefault()
  })
}
