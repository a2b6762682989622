const FIRST_MS = 1000;
const LAST_MS = 30000;
const LONGEST_ASKED_MS = 120000;

/* How long to wait before try number `tries` (from 1): 1 s to 30 s, or what the server asked for.
   A little chance keeps a whole auditorium from coming back in the same second. */
export function pauseMs(tries, retryAfterSeconds, random) {
  const grown = Math.min(LAST_MS, FIRST_MS * Math.pow(2, Math.min(tries - 1, 10)));
  const asked = Math.min(LONGEST_ASKED_MS, (retryAfterSeconds || 0) * 1000);
  return Math.round(Math.max(grown * (0.8 + 0.2 * random()), asked));
}
