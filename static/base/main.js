// What every staff page and the sign-in page can do. Each part looks for its own attribute and leaves other pages alone.
import { openDialogs } from "./dialogs.js"
import { tellOfFailures } from "./failures.js"
import { submitOnce } from "./once.js"

openDialogs(document)
submitOnce(document, window)
tellOfFailures(document, window.location)
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print()
})
// The menu scrolls by itself: what is open there is seen.
const here = document.querySelector(".menu [aria-current]")
if (here) here.scrollIntoView({ block: "nearest" })
// A picture whose file is gone (deleted by rule) keeps its place; what is drawn over it goes.
document.addEventListener("error", (event) => {
  const frame = event.target.parentElement
  if (frame) frame.classList.add("is-gone")
}, true)
