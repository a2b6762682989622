import { makeSender } from "./build.js";
import { openHere } from "./page.js";
import { RestPage } from "./rest_page.js";
import { View } from "./view.js";

/* The page that sends what is left: a store and a view, no sign-in and no recorder. */
async function main() {
  const config = JSON.parse(document.getElementById("config").textContent);
  const view = new View({ document, text: config.text });
  const store = await openHere();
  const wait = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const page = new RestPage({ view, store, makeSender: (row) => makeSender(row, store), wait });
  window.addEventListener("online", () => page.senders.forEach((sender) => sender.uploader.kick()));
  await page.begin();
}
main();
