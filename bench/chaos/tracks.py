"""Recording by a scripted page: tracks that rotate every two seconds, each piece on disk before it is sent."""

import threading
import time
from collections.abc import Callable

from bench.chaos.line import TICK_SECONDS, Line
from bench.chaos.pieces import Pieces
from bench.chaos.queue import Queue

ROTATE_SECONDS = 2.0
ASLEEP_SECONDS = 1.5


class Tracks:
    """What one page load records. `seconds` is the attempt's clock as the page knows it."""

    def __init__(
        self,
        *,
        queue: Queue,
        pieces: Pieces,
        line: Line,
        seconds: Callable[[], float],
        on_asleep: Callable[[str], None],
    ) -> None:
        self._queue, self._pieces, self._line = queue, pieces, line
        self._seconds, self._on_asleep = seconds, on_asleep
        self._lock = threading.RLock()
        self._open: dict[str, float] = {}
        self._alive = 0.0
        self._numbers: dict[str, int] = {}
        self._run, self._run_key = 0, ""

    def use(self, run: int, run_key: str) -> None:
        """Record under a run."""
        self._run, self._run_key = run, run_key

    def start(self, names: tuple[str, ...]) -> None:
        with self._lock:
            self._alive = self._seconds()
            self._open = dict.fromkeys(names, self._alive)

    def record(self) -> None:
        """Rotate until the page is over. A tick that comes late is a device that slept: nothing was recorded then."""
        while not self._line.over.is_set():
            self._line.check_alive()
            with self._lock:
                self._tick()
            time.sleep(TICK_SECONDS)

    def _tick(self) -> None:
        now, before = self._seconds(), self._alive
        self._alive = now
        if self._open and now - before > ASLEEP_SECONDS:
            self._rotate(before)
            self._open = dict.fromkeys(self._open, now)
            self._on_asleep(f"{now - before:.1f}")
        elif any(now - start >= ROTATE_SECONDS for start in self._open.values()):
            self._rotate(now)

    def flush(self) -> None:
        """End the running pieces and begin the next."""
        with self._lock:
            self._rotate(self._seconds())

    def stop(self, *, keep: bool) -> None:
        """End recording; what was recorded since the last piece is kept or thrown away."""
        with self._lock:
            if keep:
                self._rotate(self._seconds())
            self._open = {}

    def check(self, track: str) -> None:
        """Record one short piece for a check, on a clock of its own."""
        self._add(track, 0.0, ROTATE_SECONDS)

    def _rotate(self, at: float) -> None:
        for track, start in list(self._open.items()):
            if at - start > TICK_SECONDS:
                self._open[track] = at
                self._add(track, start, at)

    def _add(self, track: str, start: float, end: float) -> None:
        number = self._numbers.get(track, 0)
        self._numbers[track] = number + 1
        body = self._pieces.body(track, end - start, f"{self._run_key}/{track}/{number}")
        self._queue.add_segment(
            {
                "track": track, "run": self._run, "sequence": number, "start": round(start, 3), "end": round(end, 3),
                "added": time.time(),
            },
            body,
        )  # fmt: skip
