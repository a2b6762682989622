"""The guard at work: joins with a code, looks, reports, and says what it does in sentences."""

import os
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from oes_guard.client import Answer, Client
from oes_guard.matching import listed_of
from oes_guard.platforms import Platform
from oes_guard.reports import Reports
from oes_guard.watch import Event, Watcher

LOOK_SECONDS = 0.5
BEFORE_START_SECONDS = 2.0
"""Before "OK" the server is asked this often whether the exam has begun."""
RETRY_SECONDS = 5.0
STOP_SECONDS = 5.0
GIVE_UP_SECONDS = 12 * 3600.0
"""A server that has not answered for so long will ask for nothing more of this exam."""
RUNNING = ("started", "paused")
ENDED = ("submitted", "terminated", "expired", "withdrawn")
Say = Callable[..., None]
"""Called with the key of a sentence and its values; see words.py."""


def boot_seconds() -> float:
    """Return a clock without jumps that goes on while the computer sleeps, where there is one."""
    if sys.platform.startswith("linux"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


class Agent:
    """One start of the guard. `run` returns when the exam is over, was refused, or `stop` was called."""

    def __init__(self, *, client: Client, platform: Platform, say: Say) -> None:
        self._client, self._platform, self._say = client, platform, say
        self._stop = threading.Event()
        self._beat_at = self._try_at = float("-inf")
        self._heartbeat_seconds = 10.0
        self._reached = True
        self._reached_at = boot_seconds()
        self._over = False

    def stop(self) -> None:
        """Ask the guard to end in order."""
        self._stop.set()

    def run(self, code: str) -> bool:
        """Join and report until the end; return whether the exam took the guard."""
        answer = self._client.join(code=code, system=self._platform.key)
        if not answer.ok:
            self._say(refused_key(answer))
            return False
        self._begin(answer)
        while not self._stop.is_set() and not self._over:
            self._turn()
            self._stop.wait(LOOK_SECONDS)
        self._end()
        return True

    def _begin(self, answer: Answer) -> None:
        data = answer.data
        self._heartbeat_seconds = float(data.get("heartbeat_seconds", 10))
        self._watcher = Watcher(
            platform=self._platform,
            listed=listed_of(data.get("programs", ())),
            browser=str(data.get("browser", "")),
            own_pid=os.getpid(),
            now=boot_seconds,
        )
        self._reports = Reports(attempt=str(data.get("attempt", "")), now=boot_seconds)
        self._began = False
        self._say("joined", exam=str(data.get("exam", "")))
        self._heard(data)

    def _turn(self) -> None:
        self._watcher.look()
        self._keep(self._watcher.take())
        at = boot_seconds()
        if at - self._beat_at >= self._heartbeat_seconds:
            self._beat_at = at
            self._reports.add(Event(at, "heartbeat"))
        due = not self._reports.is_empty or (not self._began and at - self._try_at >= BEFORE_START_SECONDS)
        if due and (self._reached or at - self._try_at >= RETRY_SECONDS):
            self._try_at = at
            self._send()

    def _keep(self, events: list[Event]) -> None:
        for event in events:
            self._reports.add(event)
            self._say(event.kind, name=event.detail)

    def _send(self) -> None:
        answer = self._client.report(self._reports.body())
        if answer.status in (0, 429) or answer.status >= 500:
            if self._reached:
                self._say("unreachable")
            self._reached = False
            self._over = boot_seconds() - self._reached_at > GIVE_UP_SECONDS
            return
        if not self._reached:
            self._say("reached")
        self._reached, self._reached_at = True, boot_seconds()
        if answer.ok:
            self._reports.taken()
            self._heard(answer.data)
        elif answer.status in (400, 409, 413):
            self._reports.taken()  # told before, or nothing that the server could read; its number stays left out
        else:
            self._say(refused_key(answer))
            self._over = True

    def _heard(self, data: dict[str, Any]) -> None:
        state, elapsed = data.get("state"), data.get("elapsed_seconds")
        if state in RUNNING and not self._began and isinstance(elapsed, int | float):
            self._began = True
            self._watcher.begin(boot_seconds() - elapsed)
            self._say("began")
        if state in ENDED:
            self._say("ended")
            self._over = True

    def _end(self) -> None:
        """Say that the guard ends in order; try a few seconds and no longer."""
        self._keep(self._watcher.take())
        self._keep([Event(boot_seconds(), "stopped")])
        until = boot_seconds() + STOP_SECONDS
        while not self._reports.is_empty and boot_seconds() < until:
            answer = self._client.report(self._reports.body())
            if answer.status == 0:
                return
            if not (answer.ok or answer.status in (400, 409)):
                return
            self._reports.taken()


def refused_key(answer: Answer) -> str:
    """Return the sentence for a refusal."""
    known = ("bad_code", "used_code", "old_code", "ended", "old_token")
    if answer.status == 0:
        return "no_server"
    return f"refused_{answer.code}" if answer.code in known else "refused"
