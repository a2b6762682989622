"""The line of one scripted page: its calls, its pauses, and the moment at which somebody kills the tab."""

import http.client
import json
import random
import threading
import time
from collections.abc import Callable
from typing import Any

from bench.client import Answer, RecorderClient

FIRST_PAUSE, LAST_PAUSE = 0.2, 2.0
"""Seconds. The real page waits up to 30 s; these students press "Try now" before."""
TICK_SECONDS = 0.05
PASSING = (0, 401, 408, 425, 429)
"""Statuses after which the page tries again, as after 5xx. 0 is no answer."""


class TabKilled(Exception):
    """The tab is gone in the middle of what it did."""


class Line:
    """Calls of one page load. Each part of the page has a connection of its own, as a browser would give it."""

    def __init__(self, client: Callable[[], RecorderClient], *, chance: random.Random) -> None:
        self._make, self._chance = client, chance
        self._clients: dict[str, RecorderClient] = {}
        self._killed = threading.Event()
        self.over = threading.Event()
        """Set when the page has nothing more to do; its parts end then."""

    def kill(self) -> None:
        """Kill the tab: what it was sending breaks off."""
        self._killed.set()
        for client in list(self._clients.values()):
            client.break_off()

    def close(self) -> None:
        for client in self._clients.values():
            client.close()

    def post(self, part: str, path: str, data: dict[str, Any]) -> Answer:
        body, headers = json.dumps(data).encode(), {"Content-Type": "application/json"}
        return self.call(part, lambda client: client.call("POST", path, body, headers))

    def call(self, part: str, ask: Callable[[RecorderClient], Answer]) -> Answer:
        """Ask; no answer is status 0. TabKilled where the tab is gone."""
        self.check_alive()
        client = self._clients.get(part) or self._clients.setdefault(part, self._make())
        try:
            answer = ask(client)
        except (OSError, http.client.HTTPException):
            client.close()
            answer = Answer(0, {})
        self.check_alive()
        return answer

    def insist(self, path: str, data: dict[str, Any]) -> Answer:
        """Ask until somebody answers; return the answer, a refusal too."""
        for tries in range(1, 10_000):
            answer = self.post("page", path, data)
            if not passes(answer):
                return answer
            self.rest(tries)
        raise AssertionError("unreachable")

    def rest(self, tries: int) -> None:
        """Wait after try number `tries` (from 1)."""
        pause = min(LAST_PAUSE, FIRST_PAUSE * 2 ** min(tries - 1, 6)) * (0.8 + 0.2 * self._chance.random())
        self._killed.wait(pause)
        self.check_alive()

    def until(self, condition: Callable[[], Any]) -> None:
        while not condition():
            self.check_alive()
            time.sleep(TICK_SECONDS)

    def check_alive(self) -> None:
        if self._killed.is_set():
            raise TabKilled


def passes(answer: Answer) -> bool:
    """Return whether the same call may succeed later."""
    return answer.status in PASSING or answer.status >= 500
