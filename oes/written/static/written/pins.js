// A press on a page puts the comment that is written next at that place. Without it a comment is on the whole page.

// Where a press lies on a box, in shares of its width and height, kept inside.
export function placeOn(box, x, y) {
  const share = (at, from, size) => (size > 0 ? Math.min(1, Math.max(0, (at - from) / size)) : 0)
  return { left: share(x, box.left, box.width), top: share(y, box.top, box.height) }
}

export function takePlaces(document) {
  document.addEventListener("click", (event) => {
    const page = event.target.closest("[data-pins]")
    const form = page?.closest(".sheet")?.querySelector(".remark-form")
    if (!form) return
    const place = placeOn(page.getBoundingClientRect(), event.clientX, event.clientY)
    form.elements.left.value = place.left.toFixed(4)
    form.elements.top.value = place.top.toFixed(4)
    mark(document, page, place)
    form.elements.text.focus()
  })
}

function mark(document, page, place) {
  for (const old of document.querySelectorAll(".pin.is-new")) old.remove()
  const pin = document.createElement("b")
  pin.className = "pin is-new"
  pin.textContent = "+"
  pin.style.left = `${place.left * 100}%`
  pin.style.top = `${place.top * 100}%`
  page.append(pin)
}

if (typeof document !== "undefined") takePlaces(document)
