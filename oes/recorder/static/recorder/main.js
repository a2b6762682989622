import { build } from "./build.js";
import { canShare, isHandheld } from "./handheld.js";
import { openPage } from "./page.js";
import { RehearsalNote } from "./rehearsal_note.js";

/* Reads the page, finds store and token, and sets out. */
async function main() {
  const page = await openPage();
  const { config } = page;
  config.handheld = isHandheld(navigator, canShare(navigator));
  config.phoneless = config.handheld && !config.phones;
  config.note = new RehearsalNote({ window, now: () => Date.now() });
  const way = build(page);
  way.marks.leaveWith(way.lease, way.events);
  await way.begin(way.marks.takeReload());
}
main();
