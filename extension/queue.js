/* What is to be told, numbered and kept on the disk until the server has it: the browser may end the extension's
   background at any moment, and starts it again with nothing in memory. */
export const AT_ONCE = 100;
export const MOST_KEPT = 2000;

/* The kept state of one attempt, as plain data. `until` is a moment of the calendar: nothing is told after it. */
export function newState({ attempt, token, hosts, seconds, page, language, wall }) {
  return {
    attempt, token, hosts, page, language,
    until: wall + seconds * 1000, startedAt: wall, sequence: 0, away: null, beatAt: 0, stopping: false, events: [],
  };
}

/* Adds an event. `at` is when it happened, on the clock that no calendar moves; it holds for this `life` of the
   background only, the calendar for the next ones. */
export function add(state, { kind, detail = "", at, wall, life }) {
  if (state.events.length >= MOST_KEPT) {
    const spare = state.events.findIndex((event) => event.kind === "heartbeat");
    state.events.splice(Math.max(spare, 0), 1);
  }
  state.events.push({ sequence: state.sequence, kind, detail, at, wall, life });
  state.sequence += 1;
}

/* The next request: the oldest events with their ages in milliseconds at this moment. */
export function batchOf(state, { now, wall, life }) {
  const events = state.events.slice(0, AT_ONCE).map((event) => ({
    sequence: event.sequence,
    kind: event.kind,
    detail: event.detail,
    age_ms: Math.max(0, Math.round(event.life === life ? now - event.at : wall - event.wall)),
  }));
  return { attempt: state.attempt, page_key: state.page, events };
}

/* Takes what the server has answered for out of the queue. */
export function settle(state, batch) {
  const told = new Set(batch.events.map((event) => event.sequence));
  state.events = state.events.filter((event) => !told.has(event.sequence));
}

/* What an answer means: "kept" (also for a batch that was told before, or that will never be taken), "later", or
   "refused" (the token is old, or not ours: the page must bring a new one). */
export function meaningOf(status) {
  if ((status >= 200 && status < 300) || [400, 409, 413].includes(status)) return "kept";
  return status === 401 || status === 403 ? "refused" : "later";
}
