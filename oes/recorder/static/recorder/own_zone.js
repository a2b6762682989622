// Exam times on the clock of this device, where it shows another time than the institution's clock.

function two(number) {
  return String(number).padStart(2, "0");
}

function dayOf(at) {
  return `${two(at.getDate())}.${two(at.getMonth() + 1)}.${at.getFullYear()}`;
}

function clockOf(at) {
  return `${two(at.getHours())}:${two(at.getMinutes())}`;
}

/**
 * Return "10.01.2027 05:00 – 08:00" on this device's clock, or null where it shows what the institution's shows.
 *
 * from, to: { at: seconds since 1970, offset: seconds by which the institution's clock is ahead of UTC then }. A device
 * of the institution's own zone is never told another time: old systems have the zone's old rules.
 */
export function ownTimes({ from, to, zone, zoneHere }) {
  const begins = new Date(from.at * 1000);
  const ends = new Date(to.at * 1000);
  const differs = -begins.getTimezoneOffset() * 60 !== from.offset || -ends.getTimezoneOffset() * 60 !== to.offset;
  if (!differs || zone === zoneHere) return null;
  const end = dayOf(begins) === dayOf(ends) ? clockOf(ends) : `${dayOf(ends)} ${clockOf(ends)}`;
  return `${dayOf(begins)} ${clockOf(begins)} – ${end}`;
}

export function zoneOfDevice() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "";
}

function moment(told) {
  const [at, offset] = told.split(" ").map(Number);
  return { at, offset };
}

export function showOwnTimes(page, zoneHere) {
  page.querySelectorAll("[data-own-times]").forEach((line) => {
    const { from, to, zone } = line.dataset;
    const times = ownTimes({ from: moment(from), to: moment(to), zone, zoneHere });
    if (times === null) return;
    line.querySelector("[data-times]").textContent = times;
    line.querySelector("[data-zone]").textContent = zoneHere;
    line.hidden = false;
  });
}
