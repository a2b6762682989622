"""What sealing, hashing and the chain cost ingest: the same requests with and without, turn by turn, in one process.

The requests go through the whole of Django, but not through a socket: what the web server itself takes would make every
share smaller.
"""

import io
import json
import random
import secrets
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

from django.core.handlers.wsgi import WSGIHandler
from django.utils import timezone

from oes.attempts.models import Attempt
from oes.attempts.services import ready_attempt, start_attempt
from oes.recordings.services import open_run

PARTS = ("sealing", "hashing", "chain")
WAYS: tuple[frozenset[str], ...] = (
    frozenset(PARTS),
    frozenset(),
    *(frozenset(PARTS) - {part} for part in PARTS),
)
"""Which parts work in a turn: all, none, and all but one."""
SECONDS = 8
CAMERA_BYTES, SCREEN_BYTES = 184 * 1000, 64 * 1000
"""Eight seconds at the bit rates of the rules: 160 + 24 and 64 kbit/s."""
HEADER = b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm"
HOURS = 12
"""So long ago the attempts began: a unit takes eight seconds of them."""
WARM_ROUNDS = 5
DRAWS = 1000


@dataclass
class Sender:
    """One student's recorder: its place in the recording goes on with every unit."""

    uuid: UUID
    token: str
    run: int
    run_key: str
    sent: int = 0

    def unit(self) -> Iterator[tuple[str, str, bytes, dict[str, str]]]:
        """Yield the requests of eight seconds: two segments and a batch of three events."""
        number, start = self.sent, self.sent * SECONDS
        self.sent += 1
        for track, size in (("camera", CAMERA_BYTES), ("screen", SCREEN_BYTES)):
            body = HEADER + secrets.token_bytes(size - len(HEADER))
            headers = {
                "HTTP_OES_SHA256": sha256(body).hexdigest(),
                "HTTP_OES_START": str(start),
                "HTTP_OES_END": str(start + SECONDS),
            }
            yield "PUT", f"segments/{track}/{self.run}/{number}", body, headers
        wall = datetime.now(UTC).isoformat()
        events = [
            {"sequence": 3 * number + n, "kind": kind, "at_seconds": start + n, "wall": wall}
            for n, kind in enumerate(("hidden", "visible", "offline"))
        ]
        yield "POST", "events", json.dumps({"run_key": self.run_key, "events": events}).encode(), {}


def sender_of(attempt: str, token: str) -> Sender:
    """Start an attempt as if hours ago, and return who sends for it."""
    row = start_attempt(attempt=ready_attempt(attempt=Attempt.objects.get(uuid=attempt), tier="A"))
    Attempt.objects.filter(pk=row.pk).update(started_at=timezone.now() - timedelta(hours=HOURS))
    run = open_run(attempt=row, take_over=True, user_agent="oes bench")
    return Sender(row.uuid, token, run.number, str(run.key))


def measure(senders: list[Sender], *, units: int) -> dict[str, Any]:
    """Return milliseconds of processor time for a unit (two segments, one batch), and the shares of the parts.

    Every unit is sent in another way than the one before, in an order drawn anew each round, so that a machine that
    slows down slows all of them. The first rounds warm up. Medians, since other programs cost the odd unit much.
    """
    handler = WSGIHandler()
    spent: dict[frozenset[str], list[float]] = {way: [] for way in WAYS}
    for number in range(WARM_ROUNDS + units):
        for way in random.sample(WAYS, len(WAYS)):
            with only(way):
                cost = _unit(handler, senders[number % len(senders)])
            if number >= WARM_ROUNDS:
                spent[way].append(cost)
    return _figures(spent)


def _unit(handler: WSGIHandler, sender: Sender) -> float:
    total = 0.0
    for request in sender.unit():
        environ = _environ(sender, *request)
        began = time.process_time()
        _ask(handler, environ)
        total += time.process_time() - began
    return total * 1000


def _ask(handler: WSGIHandler, environ: dict[str, Any]) -> None:
    told: list[str] = []
    response = handler(environ, lambda status, headers, *_: told.append(status))
    body = b"".join(response)
    response.close()
    if told[0][:3] not in ("200", "201"):
        raise RuntimeError(f"{environ['PATH_INFO']}: {told[0]} {body[:200]!r}")


def _environ(sender: Sender, method: str, path: str, body: bytes, headers: dict[str, str]) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": method, "PATH_INFO": f"/api/v1/attempts/{sender.uuid}/{path}", "SCRIPT_NAME": "",
        "QUERY_STRING": "", "SERVER_NAME": "localhost", "SERVER_PORT": "80", "HTTP_HOST": "localhost",
        "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": "application/json", "HTTP_AUTHORIZATION": f"Bearer {sender.token}",
        "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(body), "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False, "wsgi.multiprocess": False, "wsgi.run_once": False, **headers,
    }  # fmt: skip


@contextmanager
def only(way: frozenset[str]) -> Iterator[None]:
    """Let only these parts work. What is left out does nothing at all, so its share is the most it can be."""
    with ExitStack() as stack:
        for part in PARTS:
            if part not in way:
                for target, stand_in in _STAND_INS[part]().items():
                    stack.enter_context(patch(target, stand_in))
        yield


def _no_sealing() -> dict[str, Any]:
    return {
        "oes.lib.blobs.sealed": lambda pieces, **_: pieces,
        "oes.lib.blobs._secret_for": lambda key: b"",
    }


def _no_hashing() -> dict[str, Any]:
    """Of segments. The stand-in says what the request's own header does, so that it is believed."""
    believed = SimpleNamespace(sha256=lambda body: SimpleNamespace(hexdigest=lambda: _Same()))
    return {"oes.ingest.services.hashlib": believed}


def _no_chain() -> dict[str, Any]:
    return {
        "oes.journal.services.append": lambda **_: uuid4().hex * 2,
        "oes.recordings.services._link_batch": lambda *_: uuid4().hex * 2,
    }


_STAND_INS = {"sealing": _no_sealing, "hashing": _no_hashing, "chain": _no_chain}


class _Same:
    """Equal to every hash."""

    __hash__ = None  # type: ignore[assignment]

    def __ne__(self, other: object) -> bool:
        return False

    def __eq__(self, other: object) -> bool:
        return True


def _figures(spent: dict[frozenset[str], list[float]]) -> dict[str, Any]:
    everything, nothing = frozenset(PARTS), frozenset[str]()
    middle = {way: statistics.median(costs) for way, costs in spent.items()}
    again = sorted(_share(_drawn(spent[everything]), _drawn(spent[nothing])) for _ in range(DRAWS))
    return {
        "with_ms": middle[everything],
        "without_ms": middle[nothing],
        "share": _share(spent[everything], spent[nothing]),
        "share_interval": [again[int(DRAWS * 0.025)], again[int(DRAWS * 0.975)]],
        "part_ms": {part: middle[everything] - middle[everything - {part}] for part in PARTS},
        "units": len(spent[everything]),
    }


def _share(whole: list[float], bare: list[float]) -> float:
    return 1 - statistics.median(bare) / statistics.median(whole)


def _drawn(costs: list[float]) -> list[float]:
    return random.choices(costs, k=len(costs))
