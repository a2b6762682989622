"""Reads for the student's own page: one attempt with all that is kept of it, in order of time."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import Http404
from django.urls import reverse

from oes.accounts.links import Links
from oes.attempts.models import Attempt, Challenge, Check, Consent, IdentityCheck, ScreenCheck
from oes.domain.erasure import Kept, kept_until
from oes.domain.spans import Span, joined
from oes.exams.models import Student
from oes.owndata.findings import Finding, Findings, findings_of
from oes.owndata.keeping import fetch_reasons, reasons_to_keep
from oes.owndata.models import ErasureRequest
from oes.owndata.seen import Seen, seen_of
from oes.recorder.queries import own_sitting
from oes.recordings.models import EXAM_TRACKS, Gap, JoinedFile, Segment, Track, TrackKind
from oes.recordings.playback import recording_of
from oes.review.answers import answer_until
from oes.review.comparison_queries import with_said
from oes.review.detailed_words import gap_words
from oes.review.words import check_caption, check_result

JOIN_SECONDS = 2.0
"""Segments of one recording overlap, or miss each other, by less."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the timeline. `what`: recorded, gap, check, event, pause, mark. `end` is None for a moment."""

    what: str
    track: str
    at: datetime
    end: datetime | None
    start_seconds: float
    end_seconds: float
    words: str
    note: str = ""
    picture: str = ""
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class Playable:
    """A joined file of a recording, by a link that only this student can follow, for an hour or two."""

    track: str
    url: str
    start_seconds: float
    end_seconds: float


@dataclass(frozen=True, slots=True)
class OwnPage:
    """The whole page of an attempt."""

    attempt: Attempt
    moments: tuple[Moment, ...]
    findings: Findings
    seen: tuple[Seen, ...]
    playable: tuple[Playable, ...]
    has_recording: bool
    is_joining: bool
    """Whether its recordings are still being put together; else what cannot be played is not kept any more."""
    requests: tuple[ErasureRequest, ...]
    """Newest first."""
    consent: Consent | None
    is_told: bool
    """Whether a verdict was released to the student: then its own page tells it."""
    answers_open: bool
    """Whether events may be answered: always before a release, then up to its deadline."""

    @property
    def has_open_request(self) -> bool:
        return any(row.is_open for row in self.requests)


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request to erase, as staff see it; `kept` only where it matters still."""

    request: ErasureRequest
    kept: tuple[Kept, ...]
    kept_until: date | None


def request_lines(rows: Iterable[ErasureRequest], now: datetime) -> list[RequestLine]:
    """Return the requests with what keeps their attempts."""
    found, rows = [], list(rows)
    fetch_reasons(row.attempt for row in rows)
    for row in rows:
        kept = tuple(reasons_to_keep(row.attempt, now)) if row.is_open else ()
        found.append(RequestLine(row, kept, kept_until(kept)))
    return found


def own_ended(student: Student, attempt_uuid: object) -> Attempt:
    """Return the student's attempt once it has ended, or 404: until then the recorder's page speaks."""
    attempt = own_sitting(student, attempt_uuid)
    if not attempt.has_ended:
        raise Http404
    return attempt


def own_page(attempt: Attempt, now: datetime, links: Links) -> OwnPage:
    """Return the page. The number of queries does not depend on the number of rows."""
    findings, until = findings_of(attempt, now), answer_until(attempt)
    moments = []
    if attempt.started_at is not None:
        moments = [*_recorded(attempt), *_gaps(attempt), *_checks(attempt, links), *_pauses(attempt, now)]
        moments += [_event(attempt, finding, links) for finding in findings.events]
    moments.sort(key=lambda one: (one.start_seconds, one.end_seconds))
    has_recording = Segment.objects.filter(track__attempt=attempt).exists()
    return OwnPage(
        attempt,
        tuple(moments),
        findings,
        seen_of(attempt),
        tuple(playable_of(attempt, links)),
        has_recording,
        Track.objects.filter(attempt=attempt, kind__in=EXAM_TRACKS, joined_at=None).exists(),
        tuple(attempt.erasure_requests.all()),
        Consent.objects.filter(attempt=attempt).first(),
        until is not None,
        until is None or now < until,
    )


def _moment(attempt: Attempt, what: str, start: float, end: float, words: str, **more: object) -> Moment:
    assert attempt.started_at is not None
    at = attempt.started_at + timedelta(seconds=start)
    until = attempt.started_at + timedelta(seconds=end) if end > start else None
    return Moment(what, str(more.pop("track", "")), at, until, start, end, words, **more)  # type: ignore[arg-type]


def _recorded(attempt: Attempt) -> list[Moment]:
    rows = Segment.objects.filter(track__attempt=attempt).values_list("track__kind", "started_seconds", "ended_seconds")
    spans: dict[str, list[Span]] = defaultdict(list)
    for kind, start, end in rows:
        if kind in EXAM_TRACKS:
            spans[kind].append(Span(start, end))
    return [
        _moment(attempt, "recorded", span.start, span.end, "", track=kind)
        for kind, found in spans.items()
        for span in joined(found, JOIN_SECONDS)
    ]


def _gaps(attempt: Attempt) -> list[Moment]:
    rows = Gap.objects.filter(attempt=attempt, track__in=EXAM_TRACKS).exclude(reason="pause")
    return [
        _moment(attempt, "gap", gap.start_seconds, gap.end_seconds, gap_words(gap.reason), track=gap.track)
        for gap in rows
    ]


def _checks(attempt: Attempt, links: Links) -> list[Moment]:
    rows: list[tuple[str, Check]] = [
        ("identity", row) for row in with_said(IdentityCheck.objects.filter(attempt=attempt))
    ]
    rows += [("screen", row) for row in ScreenCheck.objects.filter(attempt=attempt)]
    rows += [("challenge", row) for row in Challenge.objects.filter(attempt=attempt)]
    return [
        _moment(
            attempt, "check", row.at_seconds, row.at_seconds, check_caption(row),
            note=check_result(row), picture=picture_url(attempt, kind, row.uuid, links) if row.blob_key else "",
        )
        for kind, row in rows
        if row.done_at
    ]  # fmt: skip


def _pauses(attempt: Attempt, now: datetime) -> list[Moment]:
    return [_moment(attempt, "pause", span.start, span.end, "") for span in attempt.pause_spans(now)]


def _event(attempt: Attempt, finding: Finding, links: Links) -> Moment:
    picture = picture_url(attempt, "evidence", finding.uuid, links) if finding.has_picture else ""
    return _moment(
        attempt, "event", finding.start_seconds, finding.end_seconds, finding.caption, note=finding.note,
        picture=picture, finding=finding,
    )  # fmt: skip


def picture_of(kind: str, key: object) -> str:
    """Return what a link to an own picture opens."""
    return f"own/{kind}/{key}"


def picture_url(attempt: Attempt, kind: str, key: object, links: Links) -> str:
    """Return the address of an own picture, for this sign-in."""
    token = links.token(picture_of(kind, key))
    return reverse("owndata:picture", args=[attempt.uuid, kind, str(key)]) + f"?token={token}"


def playable_of(attempt: Attempt, links: Links) -> list[Playable]:
    """Return the films of an attempt for its student, by track and time. One query."""
    files = JoinedFile.objects.filter(
        track__attempt=attempt, track__kind__in=EXAM_TRACKS, track__joined_at__isnull=False
    )
    token = links.token(recording_of(attempt.uuid))
    return [
        Playable(
            TrackKind(file.track.kind).value,
            reverse("owndata:recording", args=[attempt.uuid, file.uuid]) + f"?token={token}",
            file.start_seconds,
            file.end_seconds,
        )
        for file in files.select_related("track").order_by("track__kind", "start_seconds")
    ]
