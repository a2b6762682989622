"""Sending by a scripted page: segments one at a time, announced first; events run by run."""

import threading
import time
from datetime import UTC, datetime, timedelta

from bench.chaos.line import TICK_SECONDS, Line, passes
from bench.chaos.queue import Queue, Row
from bench.client import Answer

AT_ONCE = 50


class Sender:
    """Sends a queue for as long as the page lives. Only 2xx deletes what it keeps."""

    def __init__(self, *, queue: Queue, line: Line, events: "Events") -> None:
        self._queue, self._line, self._events = queue, line, events
        self._announced = False
        self._late: set[str] = set()
        self._told_of: set[str] = set()

    def run(self) -> None:
        tries = 0
        while not self._line.over.is_set():
            self._line.check_alive()
            waiting = self._queue.segments()
            if not waiting:
                time.sleep(TICK_SECONDS)
                continue
            answer = self._announced_then_put(waiting[0], waiting)
            if passes(answer):
                self._announced = False
                tries += 1
                self._line.rest(tries)
                continue
            tries = 0
            self._settle(waiting[0], answer)

    def _announced_then_put(self, row: Row, waiting: list[Row]) -> Answer:
        """The server is told what is to come after a silence, and while segments queue up."""
        names = {_name(one) for one in waiting}
        if not self._announced or (len(waiting) > 1 and names - self._told_of):
            self._told_of |= names
            told = self._line.post("uploads", "/manifest", {"segments": self._queue.manifest()})
            if told.status == 0:
                return told
            self._announced = True
        body = self._queue.body(row)
        if body is None:
            return Answer(200, {})
        return self._line.call(
            "uploads",
            lambda client: client.put_segment(
                track=row["track"], run=row["run"], sequence=row["sequence"], start=row["start"], end=row["end"],
                body=body,
            ),
        )  # fmt: skip

    def _settle(self, row: Row, answer: Answer) -> None:
        """Delete what is stored; announce once more what a closed attempt does not know; set the rest aside."""
        name = _name(row)
        code = str(answer.data.get("code", answer.status))
        if answer.ok:
            self._queue.remove(row)
        elif code == "closed" and name not in self._late:
            self._late.add(name)
            told = {"segments": self._queue.manifest()}
            if not self._line.post("uploads", "/manifest", told).ok:
                self._line.post("uploads", "/finish", told)
        else:
            self._queue.set_aside(row, f"{answer.status} {code}")
            self._events.tell("refused", f"{name} {code} {row['start']}-{row['end']}")


def _name(row: Row) -> str:
    return f"{row['track']}/{row['run']}/{row['sequence']}"


class Events:
    """What the page noticed, kept until the server has it."""

    def __init__(self, *, queue: Queue, line: Line) -> None:
        self._queue, self._line = queue, line
        self._lock, self._flushing = threading.Lock(), threading.Lock()
        self._number = 0
        self.run_key = ""
        self.at_seconds = 0.0
        self.wall_off = 0.0
        """Seconds by which the device's calendar is wrong."""

    def tell(self, kind: str, detail: str = "", at_seconds: float = 0.0) -> None:
        """Keep an event of this page."""
        with self._lock:
            number, self._number = self._number, self._number + 1
        wall = datetime.now(UTC) + timedelta(seconds=self.wall_off)
        self._queue.add_event(
            {
                "run_key": self.run_key, "sequence": number, "kind": kind, "detail": detail,
                "at_seconds": round(at_seconds, 3), "wall": wall.isoformat(), "added": wall.timestamp(),
            }
        )  # fmt: skip

    def flush(self, part: str) -> bool:
        """Send what waits, run by run; what is not acknowledged stays. Returns whether all was answered."""
        if not self._flushing.acquire(blocking=False):
            return False
        try:
            return all(self._send(part, key, rows[:AT_ONCE]) for key, rows in self._by_run().items())
        finally:
            self._flushing.release()

    def _by_run(self) -> dict[str, list[Row]]:
        by_run: dict[str, list[Row]] = {}
        for row in self._queue.events():
            by_run.setdefault(row["run_key"], []).append(row)
        return by_run

    def _send(self, part: str, run_key: str, rows: list[Row]) -> bool:
        names = ("sequence", "kind", "at_seconds", "wall", "detail")
        told = {"run_key": run_key, "events": [{name: row[name] for name in names} for row in rows]}
        answer = self._line.post(part, "/events", told)
        refused = 400 <= answer.status < 500 and answer.status not in (401, 408, 429)
        if answer.ok or refused:
            self._queue.remove_events(rows)
        return answer.ok or refused
