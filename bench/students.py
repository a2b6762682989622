"""One simulated browser: sits an exam in real time, sends what a recorder sends, when it would."""

import random
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPException

from bench.client import CallFailed, RecorderClient
from bench.segments import Piece

STATE_SECONDS = 4.0
RETRY_SECONDS = 1.0
MOST_RETRIES = 30


@dataclass(slots=True)
class Sent:
    """What a student's browser measured: seconds each upload took, and when each segment had ended."""

    upload_seconds: list[float] = field(default_factory=list)
    retries: int = 0
    stored: int = 0
    bytes: int = 0
    ended_at: dict[float, float] = field(default_factory=dict)
    """Attempt second at which a camera segment ended -> moment (time.monotonic)."""
    failed: str = ""


class SimulatedStudent(threading.Thread):
    """Records `minutes` from two looped tracks. The camera's loop begins at the clip's own start."""

    def __init__(self, client: RecorderClient, *, camera: list[Piece], screen: list[Piece], minutes: float) -> None:
        super().__init__(daemon=True)
        self.client, self.camera, self.screen, self.seconds = client, camera, screen, minutes * 60
        self.sent = Sent()
        self.started = threading.Event()
        """Set once the clock runs: only then is there a report to watch."""
        self.wait = random.SystemRandom().uniform(0, 8)

    def run(self) -> None:
        time.sleep(self.wait)  # students do not press "OK" in the same second
        try:
            self._sit()
        except (OSError, CallFailed, HTTPException, KeyError, ValueError) as error:
            self.sent.failed = f"{type(error).__name__}: {error}"
        finally:
            self.client.close()

    def _sit(self) -> None:
        self.client.open_run()
        self._put("check_start", 1, 0.0, self.camera[0])
        self.client.ready()
        self.client.start()
        began = time.monotonic()
        self.started.set()
        due = sorted([*self._due("camera", self.camera), *self._due("screen", self.screen)], key=lambda d: d[0])
        asked = began
        for end, track, sequence, piece in due:
            while (now := time.monotonic()) < began + end:
                if now - asked >= STATE_SECONDS:
                    self.client.state()
                    asked = now
                time.sleep(min(0.2, max(0.0, began + end - now)))
            length = piece.end - piece.start
            if track == "camera":
                self.sent.ended_at[end] = began + end
            self._put(track, sequence, end - length, piece)
        self.client.finish()

    def _due(self, track: str, pieces: list[Piece]) -> list[tuple[float, str, int, Piece]]:
        """Return (attempt second at which it ends, track, sequence, piece) for the whole exam."""
        due, at, sequence = [], 0.0, 0
        while at < self.seconds:
            piece = pieces[sequence % len(pieces)]
            at += piece.end - piece.start
            sequence += 1
            due.append((at, track, sequence, piece))
        return due

    def _put(self, track: str, sequence: int, start: float, piece: Piece) -> None:
        body = piece.body + _void(sequence)
        for _ in range(MOST_RETRIES):
            began = time.monotonic()
            answer = self.client.put_segment(
                track=track, sequence=sequence, start=start, end=start + piece.end - piece.start, body=body
            )
            self.sent.upload_seconds.append(time.monotonic() - began)
            if answer.ok:
                self.sent.stored += 1
                self.sent.bytes += len(body)
                return
            if answer.status < 500:
                raise OSError(f"{track} {sequence} was refused: {answer.status} {answer.data}")
            self.sent.retries += 1
            time.sleep(RETRY_SECONDS)
        raise OSError(f"{track} {sequence} was not accepted after {MOST_RETRIES} tries")


def _void(number: int) -> bytes:
    """Return an empty WebM element with a number in it: a loop's bytes must not repeat, as a camera's never do."""
    return b"\xec\x88" + number.to_bytes(8, "big")
