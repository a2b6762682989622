import { parts } from "./build.js";
import { DeviceStep } from "./device_step.js";
import { openPage } from "./page.js";
import { FrameMeter } from "./rehearsal_measures.js";
import { RehearsalNote } from "./rehearsal_note.js";
import { RehearsalWay } from "./rehearsal_way.js";

/* Sets out on a rehearsal: the recorder's parts, without an exam. */
async function main() {
  const made = parts(await openPage());
  const { view, sources, capture, lease, hooks, now } = made;
  const wallNow = () => Date.now();
  const way = new RehearsalWay(Object.assign(made, {
    navigator, wallNow,
    device: new DeviceStep({ view, sources, capture, lease, programs: [], onReady: () => hooks.way.rehearse() }),
    frames: new FrameMeter({ video: document.querySelector("video[data-preview]"), now }),
    note: new RehearsalNote({ window, now: wallNow }),
    open: (address) => window.location.replace(address),
    reload: () => window.location.reload(),
  }));
  hooks.way = way;
  await way.begin();
}
main();
