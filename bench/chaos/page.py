"""One load of a scripted recorder's page. It follows docs/recorder-api.md and the order of the real page's modules."""

import random
import threading
import time
from collections.abc import Callable
from uuid import uuid4

from bench.chaos.line import TICK_SECONDS, Line, TabKilled
from bench.chaos.pieces import Pieces
from bench.chaos.queue import Queue
from bench.chaos.sender import Events, Sender
from bench.chaos.tracks import Tracks
from bench.client import RecorderClient

POLL_SECONDS = 1.0
RUNNING, ENDED = ("started", "paused"), ("submitted", "terminated", "expired")


class Page:
    """What one page load does until the attempt is over or somebody kills the tab."""

    def __init__(
        self, *, queue: Queue, client: Callable[[], RecorderClient], pieces: Pieces, tier: str, chance: random.Random
    ) -> None:
        self.queue, self.tier = queue, tier
        self.line = Line(client, chance=chance)
        self.events = Events(queue=queue, line=self.line)
        self.sender = Sender(queue=queue, line=self.line, events=self.events)
        self.tracks = Tracks(
            queue=queue, pieces=pieces, line=self.line, seconds=self.seconds,
            on_asleep=lambda lost: self.events.tell("asleep", lost, self.seconds()),
        )  # fmt: skip
        self.state, self.run, self.run_key, self.held = "", 0, "", True
        self._zero: float | None = None

    def sit(self, seconds: float) -> None:
        """Sit the attempt, or what is left of it, up to `seconds` after "OK". TabKilled when somebody did."""
        parts = [
            threading.Thread(target=_quietly, args=(work,), daemon=True)
            for work in (self.sender.run, self._poll, self.tracks.record)
        ]
        try:
            self._begin()
            for part in parts:
                part.start()
            self._come_to_ok()
            if self.state in RUNNING:
                self.tracks.start(("camera", "screen")[: 2 if self.tier == "A" else 1])
                self.line.until(lambda: self.seconds() >= seconds or not self.held or self.state in ENDED)
                self._finish()
            self.line.until(lambda: not self.queue.segments())
            self.line.until(lambda: self.events.flush("page") and not self.queue.events())
        finally:
            self.line.over.set()
            for part in parts:
                if part.ident is not None:
                    part.join()
            self.line.close()

    def seconds(self) -> float:
        """Return the attempt's clock as this page knows it; 0.0 before "OK"."""
        return 0.0 if self._zero is None else max(0.0, time.monotonic() - self._zero)

    def _begin(self) -> None:
        """Ask for the lease, and take it over: the student presses "Record here"."""
        take_over, key = False, uuid4().hex
        for tries in range(1, 10_000):
            asked = time.monotonic()
            answer = self.line.post("page", "/runs", {"take_over": take_over, "run_key": key})
            if answer.ok:
                break
            take_over = take_over or answer.status == 409
            self.line.rest(1 if answer.status == 409 else tries)
        self.run, self.run_key, self.state = answer.data["run"], answer.data["run_key"], answer.data["state"]
        self.events.run_key = self.run_key
        self.tracks.use(self.run, self.run_key)
        if self.state in RUNNING:
            self._set_clock(answer.data["elapsed_seconds"], asked)
            self.tier = answer.data["tier"]
            if self.run > 1:
                self.events.tell("reload", at_seconds=self.seconds())

    def _come_to_ok(self) -> None:
        if self.state in ENDED:
            return
        if self.state not in RUNNING:
            self.tracks.check("check_start")
            self.line.until(lambda: not any(row["track"] == "check_start" for row in self.queue.segments()))
            self.line.insist("/ready", {"tier": self.tier, "marks": []})
        again, asked = self.state in RUNNING, time.monotonic()
        answer = self.line.insist("/start", {"marks": []})
        if not answer.ok:
            raise CannotStart(f"{answer.status} {answer.data}")
        self.state = "started"
        if again:
            self.events.tell("go_on", at_seconds=self.seconds())
        else:
            self._set_clock(answer.data["elapsed_seconds"], asked)

    def _set_clock(self, elapsed: float, asked: float) -> None:
        now = time.monotonic()
        self._zero = now - (now - asked) / 2 - elapsed

    def _finish(self) -> None:
        """Recording goes on until the server has heard of the end; what waits is announced with it."""
        if not self.held and self.state not in ENDED:
            # A request that came twice took the lease away: the student presses "Record here", which is a new load.
            self.tracks.stop(keep=True)
            raise TabKilled
        if self.state in ENDED:
            self.tracks.stop(keep=True)
            self.line.insist("/finish", {"segments": self.queue.manifest()})
        else:
            self._finish_here()
        if self.state == "submitted":
            self.tracks.check("check_end")

    def _finish_here(self) -> None:
        for tries in range(1, 10_000):
            self.tracks.flush()
            self.events.flush("page")
            answer = self.line.post("page", "/finish", {"segments": self.queue.manifest()})
            if answer.ok or (400 <= answer.status < 500 and answer.status not in (401, 429)):
                break
            self.line.rest(tries)
        self.tracks.stop(keep=False)
        self.state = "submitted"

    def _poll(self) -> None:
        """Keep the lease alive, and learn of a take-over or an end."""
        asked = time.monotonic()
        while not self.line.over.is_set():
            self.line.check_alive()
            if time.monotonic() - asked >= POLL_SECONDS:
                asked = time.monotonic()
                self._ask()
                self.events.flush("polls")
            time.sleep(TICK_SECONDS)

    def _ask(self) -> None:
        path = f"/state?run_key={self.run_key}"
        answer = self.line.call("polls", lambda client: client.call("GET", path, None, {}))
        if not answer.ok:
            return
        self.held = answer.data["holds_lease"]
        if answer.data["state"] in ENDED and self.state in RUNNING:
            self.state = answer.data["state"]


class CannotStart(Exception):
    """The server refused to start the clock."""


def _quietly(work: Callable[[], None]) -> None:
    try:
        work()
    except TabKilled:
        return
