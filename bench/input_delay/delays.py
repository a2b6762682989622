"""How late a page hears of a key: from the moment the browser got it to the page's handler."""

import random
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

EVERY_MS = 90
SPREAD_MS = 60
LISTEN = """() => {
  if (window.heardKeys) return;
  window.heardKeys = [];
  addEventListener('keydown', event => window.heardKeys.push(performance.now() - event.timeStamp), true);
}"""


@dataclass(frozen=True, slots=True)
class Delays:
    """Milliseconds of input delay."""

    keys: int
    median: float
    p95: float
    longest: float


def typed(page: Any, *, seconds: float) -> list[float]:
    """Type into a Playwright page at uneven moments for so long; return each key's delay in milliseconds.

    The keys go through the browser's own input queue (DevTools' Input.dispatchKeyEvent). A key that the page never
    heard raises LookupError.
    """
    page.bring_to_front()
    page.evaluate(LISTEN)
    page.evaluate("window.heardKeys.length = 0")
    devtools = page.context.new_cdp_session(page)
    count = int(seconds * 1000 / (EVERY_MS + SPREAD_MS / 2))
    chance = random.Random(4)
    for _ in range(count):
        for kind in ("keyDown", "keyUp"):
            devtools.send("Input.dispatchKeyEvent", {"type": kind, "key": "F8", "code": "F8"})
        page.wait_for_timeout(EVERY_MS + chance.random() * SPREAD_MS)
    heard = [float(one) for one in page.evaluate("window.heardKeys")]
    devtools.detach()
    if len(heard) != count:
        raise LookupError(f"the page heard {len(heard)} of {count} keys")
    return heard


def summed_up(milliseconds: Sequence[float]) -> Delays:
    """Return the figures of at least two keys."""
    shares = statistics.quantiles(milliseconds, n=20, method="inclusive")
    return Delays(len(milliseconds), statistics.median(milliseconds), shares[-1], max(milliseconds))
