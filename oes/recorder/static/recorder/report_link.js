/* The link by which a sentence of the recorder becomes a report to technical help. It opens a tab of its own: the
   recording goes on here. `address` empty: this page has no such link. */
export class ReportLink {
  constructor({ document, address, words }) {
    this.document = document;
    this.address = address || "";
    this.words = words;
    this.keys = {};
  }

  /* Remembers which sentence a text is, so that the report names it. */
  remember(key, text) {
    this.keys[text] = key;
  }

  /* The address of the report about what is shown: a line may hold more than one sentence, the first one counts. */
  of(shown) {
    const text = Object.keys(this.keys).find((known) => known && shown.indexOf(known) === 0);
    return this.address + (text ? "&sentence=" + encodeURIComponent(this.keys[text]) : "");
  }

  /* Puts the link at the end of an element, or takes it away. */
  put(element, shown, wanted) {
    if (!this.address) return;
    let link = element.querySelector("a.report");
    if (!link && !wanted) return;
    if (!link) {
      link = this.document.createElement("a");
      link.className = "report";
      link.target = "_blank";
      link.rel = "noopener";
      link.textContent = this.words;
      element.appendChild(link);
    }
    link.href = this.of(shown);
    link.hidden = !wanted;
  }
}
