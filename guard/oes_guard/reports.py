"""Reports: numbered, signed, kept until the server has taken them."""

import hashlib
import hmac
import json
import uuid
from collections import deque
from collections.abc import Callable

from oes_guard.watch import Event

MOST_EVENTS = 100
"""In one report."""
MOST_WAITING = 5000
"""Kept while the server cannot be reached: a day of heartbeats. Older ones are dropped, which their numbers show."""


def signature(key: str, body: bytes) -> str:
    """Return HMAC-SHA256 of a body in hex; `key` in hex."""
    return hmac.new(bytes.fromhex(key), body, hashlib.sha256).hexdigest()


class Reports:
    """What waits to be told. One report is on its way at a time, the same one until it is answered."""

    def __init__(self, *, attempt: str, now: Callable[[], float]) -> None:
        self._attempt, self._now = attempt, now
        self._page = str(uuid.uuid4())
        self._waiting: deque[tuple[int, Event]] = deque()
        self._sequence = 0
        self._number = 1
        self._sent: list[tuple[int, Event]] | None = None
        self._lost = 0

    def add(self, event: Event) -> None:
        """Keep an event. Where too many wait, the oldest are lost and one number is left out."""
        if len(self._waiting) >= MOST_WAITING:
            self._waiting.popleft()
            self._lost = 1
        self._waiting.append((self._sequence, event))
        self._sequence += 1

    @property
    def is_empty(self) -> bool:
        return not self._waiting and self._sent is None

    def body(self) -> bytes:
        """Return the next report. Asked again before `taken`, the same events under the same number, older by then."""
        if self._sent is None:
            self._sent = [self._waiting.popleft() for _ in range(min(MOST_EVENTS, len(self._waiting)))]
        at = self._now()
        events = [
            {"sequence": n, "kind": e.kind, "age_ms": round(max(0.0, at - e.at) * 1000), "detail": e.detail}
            for n, e in self._sent
        ]
        data = {"attempt": self._attempt, "number": self._number, "page_key": self._page, "events": events}
        return json.dumps(data, ensure_ascii=False).encode()

    def taken(self) -> None:
        """The server has this report, or says that it had it before."""
        self._sent = None
        self._number += 1 + self._lost
        self._lost = 0
