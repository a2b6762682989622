"""What a program on the student's computer tells (exam page, extension, guard): read, stored once, or refused.

Every refusal leaves an entry in the journal, up to a limit: nobody fills a disk with refused messages.
"""

import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from oes.attempts.models import AccessToken, Attempt
from oes.attempts.services import note_exam_time
from oes.attempts.tokens import bearer, find_any
from oes.journal import services as journal
from oes.lib.problems import problem
from oes.recorder.forms import BadBody, json_body, uuid_of
from oes.recordings.models import ClientEvent
from oes.recordings.services import ToldEvent, TooManyEvents, record_events

MOST_EVENTS = 200
MOST_BYTES = 64 * 1024
LARGEST_SEQUENCE = 1_000_000
LARGEST_AGE_MS = 24 * 3600 * 1000
"""More is taken for this much: a computer's calendar may jump, and a batch that is refused would be lost."""
LONGEST_DETAIL = 120
MOST_REFUSALS = 100
"""Of one attempt, or of one organisation in a day, that the journal keeps."""
AFTER_END_SECONDS = 60.0
RETRY_SECONDS = 120


class Refusal(Exception):
    """A message that is not taken. `code`: bad_token, old_token, wrong_origin, other_attempt, replayed, ..."""

    def __init__(self, status: int, code: str, attempt: Attempt | None = None) -> None:
        super().__init__(code)
        self.status, self.code, self.attempt = status, code, attempt


@dataclass(frozen=True, slots=True)
class Told:
    """What one load of a page, or one start of a program, told. Ages are in seconds before it was sent."""

    page: UUID
    events: tuple[tuple[int, str, float, str], ...]
    """(sequence, kind, age, detail) of each event."""
    again: bool = False
    """The sender says that some were sent before and no answer came."""


def told_of(data: dict[str, Any], kinds: Collection[str]) -> Told:
    """Read a batch; one bad event refuses it. Raises BadBody."""
    events = data.get("events")
    if not isinstance(events, list) or len(events) > MOST_EVENTS:
        raise BadBody(f"events is not a list of at most {MOST_EVENTS}")
    told = tuple(_event(e, kinds) for e in events)
    return Told(uuid_of(data.get("page_key"), "page_key"), told, data.get("again") is True)


def _event(row: object, kinds: Collection[str]) -> tuple[int, str, float, str]:
    kind = row.get("kind") if isinstance(row, dict) else None
    if not isinstance(row, dict) or not isinstance(kind, str) or kind not in kinds:
        raise BadBody("an event is not an object of a known kind")
    age_ms = min(_number(row.get("age_ms"), sys.float_info.max, "age_ms"), LARGEST_AGE_MS)
    sequence = _number(row.get("sequence"), LARGEST_SEQUENCE, "sequence")
    if sequence != int(sequence):
        raise BadBody("sequence is not a whole number")
    detail = row.get("detail", "")
    if not isinstance(detail, str):
        raise BadBody("detail is not text")
    return int(sequence), kind, age_ms / 1000, _plain(detail)[:LONGEST_DETAIL]


def _plain(text: str) -> str:
    """Return text that every database and page takes: no lone surrogates, no control characters."""
    whole = text.encode("utf-8", "replace").decode()
    return " ".join("".join(c if c.isprintable() else " " for c in whole).split())


def _number(value: object, largest: float, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= largest:
        raise BadBody(f"{name} is not a number from 0 to {largest}")
    return value


@transaction.atomic
def record_told(*, attempt: Attempt, source: str, told: Told, received_at: datetime) -> int:
    """Put what was told on the attempt's clock and store it once; return how many events were new.

    `exam_ended` ends nothing by itself. Raises Refusal where every event was told before (replayed), unless the sender
    says so itself because it lost the answer, and where the page or program has spoken for another attempt, or for
    this one too often.
    """
    elapsed = attempt.elapsed_seconds(received_at)
    last = attempt.clock_seconds(received_at) + AFTER_END_SECONDS
    placed = [
        ToldEvent(number, kind, round(max(0.0, elapsed - age), 3), detail=detail)
        for number, kind, age, detail in told.events
    ]
    events = [e for e in placed if e.at_seconds <= last]
    if ClientEvent.objects.filter(run_key=told.page, source=source).exclude(attempt=attempt).exists():
        raise Refusal(409, "other_attempt", attempt)
    try:
        stored = record_events(attempt=attempt, source=source, page=told.page, events=events).new
    except TooManyEvents as error:
        raise Refusal(429, "too_many", attempt) from error
    if events and not stored and not told.again:
        raise Refusal(409, "replayed", attempt)
    if source == ClientEvent.Source.EMBED:
        _note_exam(attempt, events)
    return stored


def _note_exam(attempt: Attempt, events: list[ToldEvent]) -> None:
    for event in events:
        if event.kind == "exam_started":
            note_exam_time(attempt=attempt, began=event.at_seconds)
        elif event.kind == "exam_ended":
            note_exam_time(attempt=attempt, ended=event.at_seconds)


def token_of(request: HttpRequest, use: str) -> AccessToken:
    """Return the live token that a message brings. Refusal: bad_token (401), old_token (401), with its attempt."""
    row = find_any(bearer(request), use)
    if row is None:
        raise Refusal(401, "bad_token")
    if row.revoked_at is not None or row.expires_at <= timezone.now():
        raise Refusal(401, "old_token", row.attempt)
    return row


def answer(request: HttpRequest, source: str, act: Callable[[HttpRequest], dict[str, Any]]) -> HttpResponse:
    """Answer a POST of JSON by `act`; a refusal becomes a problem answer and a line of the journal."""
    if request.method != "POST":
        return problem(405, "post_only")
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isascii() or not length.isdigit() or len(length) > 9 or int(length) > MOST_BYTES:
        return problem(413, "too_large", f"at most {MOST_BYTES} bytes")
    try:
        return JsonResponse(act(request))
    except Refusal as refusal:
        note_refusal(request, source, refusal)
        return problem(refusal.status, refusal.code, retry_after=RETRY_SECONDS if refusal.status == 429 else None)
    except BadBody as error:
        return problem(400, "bad_body", str(error))
    except TooManyEvents:
        return problem(429, "too_many", "this attempt has told enough", retry_after=RETRY_SECONDS)


def body_of(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON object of a message. Raises BadBody."""
    return json_body(request)


def origin_of(request: HttpRequest) -> str:
    """Return the origin that a browser names, or ''."""
    return request.headers.get("Origin", "")


def check_origin(request: HttpRequest, allowed: Collection[str], attempt: Attempt) -> None:
    """Raise Refusal (403 wrong_origin) unless the message comes from exactly one of these origins."""
    if origin_of(request) not in allowed:
        raise Refusal(403, "wrong_origin", attempt)


def note_refusal(request: HttpRequest, source: str, refusal: Refusal) -> None:
    """Write a refused message into the journal of its attempt, or of the organisation where it names none."""
    subject = refusal.attempt.uuid if refusal.attempt else request.organisation.uuid
    since = None if refusal.attempt else timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    if journal.count(subject=subject, action="message_refused", since=since) >= MOST_REFUSALS:
        return
    host = _host_of(origin_of(request))
    journal.append(subject=subject, action="message_refused", source=source, reason=refusal.code, origin=host)


def _host_of(origin: str) -> str:
    """Return the host of what a browser, or somebody else, names as origin; "" where it is none."""
    try:
        return _plain(urlsplit(origin).netloc[:LONGEST_DETAIL])
    except ValueError:
        return ""
