/* The page as a phone shows it during the exam: a bar, and under it the exam, over the whole screen. */
export class FrameLayer {
  constructor({ view, window, main }) {
    Object.assign(this, { view, window, main });
    this.isOpen = false;
    const seen = window.visualViewport;
    if (seen) ["resize", "scroll"].forEach((name) => seen.addEventListener(name, () => this.fit()));
    window.addEventListener("orientationchange", () => this.fit());
  }

  open() {
    this.isOpen = true;
    this.view.dress("framed", true);
    this.window.scrollTo(0, 0);
    this.fit();
  }

  close() {
    this.isOpen = false;
    this.sheet(false);
    this.view.dress("framed", false);
    this.fit();
  }

  /* The page's own cards over the exam: code, help, counts; or the question whether the exam is to end, alone. */
  sheet(open, ending) {
    this.view.dress("asking", open);
    this.view.dress("ending", Boolean(open && ending));
  }

  /* An open keyboard takes its part of what is seen, and some browsers move the page under it. Someone who zooms in
     wants to see less of the page at once: then it stays. */
  fit() {
    const seen = this.window.visualViewport;
    if (!seen || seen.scale > 1.01) return;
    this.main.style.height = this.isOpen ? Math.round(seen.height) + "px" : "";
    this.main.style.transform = this.isOpen && seen.offsetTop > 0 ? "translateY(" + Math.round(seen.offsetTop) + "px)" : "";
  }
}
