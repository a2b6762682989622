// The carousel and the ledger: choosing a line of either chooses the violation.
export class Carousel {
  constructor({ roots, choose }) {
    this.roots = roots
    this.current = ""
    for (const root of roots) {
      root.addEventListener("click", (event) => {
        const card = event.target.closest("[data-uuid]")
        if (card) choose(card.dataset.uuid)
      })
    }
  }

  // New cards from the server replace the old ones; the place and the choice stay.
  replace(root, html) {
    if (root.dataset.shown === html) return
    root.dataset.shown = html
    const list = root.querySelector("ol")
    const left = list?.scrollLeft ?? 0
    const focused = root.contains(document.activeElement) ? document.activeElement.dataset.uuid : ""
    const open = root.querySelector("details")?.open
    root.innerHTML = html
    const fresh = root.querySelector("ol")
    if (fresh) fresh.scrollLeft = left
    const fold = root.querySelector("details")
    if (fold && open) fold.open = true
    if (focused) root.querySelector(`[data-uuid="${focused}"]`)?.focus({ preventScroll: true })
    this.mark(this.current, false)
  }

  mark(uuid, moves = true) {
    this.current = uuid
    for (const root of this.roots) {
      for (const card of root.querySelectorAll("[data-uuid]")) {
        const is = card.dataset.uuid === uuid
        card.toggleAttribute("aria-current", is)
        if (is && moves) toView(card)
      }
    }
  }
}

// Scrolls the list only, never the page: the players must stay in sight.
function toView(card) {
  const list = card.closest("[data-scrolls]")
  if (!list || card.closest("details:not([open])")) return // a line in a closed fold has no place
  const box = card.getBoundingClientRect()
  const around = list.getBoundingClientRect()
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches
  list.scrollBy({
    left: box.left < around.left || box.right > around.right ? box.left - around.left - (around.width - box.width) / 2 : 0,
    top: box.top < around.top || box.bottom > around.bottom ? box.top - around.top - (around.height - box.height) / 2 : 0,
    behavior: calm ? "auto" : "smooth",
  })
}
