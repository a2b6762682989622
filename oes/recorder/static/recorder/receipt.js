const NAME = "oes-receipts";
const MOST = 40;

/* The newest link of the attempt's chain that the server gave, kept in this browser: not even the institution can
   change what lies before it without being found out. It names nobody. */
export class Receipt {
  constructor({ storage, attempt, now }) {
    Object.assign(this, { storage, attempt, now });
    this.link = "";
  }

  /* Every answer of the server comes by here; only those that bring a link count. */
  heard(answer) {
    const link = answer.ok && answer.body ? answer.body.link : "";
    if (typeof link !== "string" || !/^[0-9a-f]{64}$/.test(link) || link === this.link) return;
    this.link = link;
    const kept = this.all();
    kept[this.attempt] = { link, at: this.now() };
    const newest = Object.keys(kept).sort((a, b) => kept[b].at - kept[a].at).slice(0, MOST);
    const rows = {};
    newest.forEach((attempt) => (rows[attempt] = kept[attempt]));
    try {
      this.storage().setItem(NAME, JSON.stringify(rows));
    } catch (error) {
      // No store, or no room in it: the page still knows it.
    }
  }

  /* The link, or "" where this browser has none. */
  last() {
    return this.link || (this.all()[this.attempt] || {}).link || "";
  }

  all() {
    try {
      return JSON.parse(this.storage().getItem(NAME)) || {};
    } catch (error) {
      return {};
    }
  }
}

/* The receipt on the page, once everything is sent. */
export class ReceiptCard {
  constructor({ view, receipt }) {
    Object.assign(this, { view, receipt });
    view.onClick("receipt-copy", () => this.copy());
  }

  show() {
    const link = this.receipt.last();
    this.view.hide("receipt", !link);
    this.view.write("receipt-link", link);
  }

  copy() {
    const copied = this.view.copy("receipt-link");
    this.view.write("receipt-copied", this.view.sentence(copied ? "receipt_copied" : "receipt_by_hand"));
  }
}
