"""What the server itself knows of missing seconds: pages that were gone, segments on their way, our own outages."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from django.utils import timezone

from oes.attempts.models import Attempt
from oes.domain.spans import Span
from oes.domain.technical import SERVER_DOWN, without_answer
from oes.domain.timeline import Fault, KnownBy
from oes.recordings.models import (
    EXAM_TRACKS,
    AnnouncedSegment,
    ClientEvent,
    Run,
    Segment,
    ServerOutage,
    UnannouncedSegment,
)

CLOSED_SECONDS = 20.0
"""A page that was away for longer was closed; what comes back sooner was loaded again."""
SILENT_SECONDS = 30.0
"""A page asks every four seconds: one that was not heard of for so long before the end had gone silent."""
NO_ANSWER = "no_answer"


def absences_of(attempt: Attempt, events: Iterable[ClientEvent], duration_seconds: float) -> list[Fault]:
    """Return what the rows of the server say about missing seconds, and its outages. Six queries."""
    away = outages_of(attempt, duration_seconds)
    return [
        *(Fault(span, SERVER_DOWN, KnownBy.SERVER) for span in away),
        *_unanswered(events, away, duration_seconds),
        *_without_page(attempt, duration_seconds),
        *_on_their_way(attempt),
    ]


def outages_of(attempt: Attempt, duration_seconds: float) -> list[Span]:
    """Return when our server was away during an attempt, on its clock."""
    if attempt.started_at is None:
        return []
    rows = ServerOutage.objects.filter(kind=ServerOutage.Kind.AWAY, ended_at__gt=attempt.started_at)
    if attempt.ended_at:
        rows = rows.filter(started_at__lt=attempt.ended_at)
    told = rows.values_list("started_at", "ended_at")
    spans = (Span(attempt.elapsed_seconds(start), attempt.elapsed_seconds(end)) for start, end in told)
    return [part for span in spans if (part := span.clipped(Span(0.0, duration_seconds)))]


def _unanswered(events: Iterable[ClientEvent], away: list[Span], duration_seconds: float) -> Iterator[Fault]:
    """Yield whose fault it was that the page's questions were refused (503, say) or not answered."""
    since: ClientEvent | None = None
    told = [e for e in events if e.source == ClientEvent.Source.RECORDER and e.kind in ("server_down", "server_up")]
    for event in sorted(told, key=lambda e: (e.at_seconds, e.pk or 0)):
        if event.kind == "server_down":
            since = since or event
        elif since is not None:
            yield from _one_silence(since, event.at_seconds, away)
            since = None
    if since is not None:
        yield from _one_silence(since, duration_seconds, away)


def _one_silence(since: ClientEvent, until: float, away: list[Span]) -> list[Fault]:
    span = Span(since.at_seconds, max(since.at_seconds, until))
    return without_answer(span, away) if since.detail == NO_ANSWER else [Fault(span, SERVER_DOWN)]


def _without_page(attempt: Attempt, duration_seconds: float) -> Iterator[Fault]:
    """Yield when no page of the recorder was heard of: between two that recorded, and before the end."""
    seen = [
        (attempt.elapsed_seconds(begun), attempt.elapsed_seconds(last))
        for begun, last in Run.objects.filter(attempt=attempt).values_list("created_at", "last_seen_at")
    ]
    for (_, last), (begun, _) in pairwise(seen):
        if begun - last > CLOSED_SECONDS:
            yield Fault(Span(last, begun), "tab_closed", KnownBy.SERVER)
    if seen and duration_seconds - seen[-1][1] > SILENT_SECONDS:
        yield Fault(Span(seen[-1][1], duration_seconds), "silent", KnownBy.SERVER)


def _on_their_way(attempt: Attempt) -> Iterator[Fault]:
    """Yield the seconds of segments that are known and do not count yet."""
    stored = Segment.objects.filter(track__attempt=attempt, track__kind__in=EXAM_TRACKS)
    for start, end in stored.filter(analysed_at=None, unreadable_reason="").values_list(
        "started_seconds", "ended_seconds"
    ):
        yield Fault(Span(start, end), "not_analysed", KnownBy.SERVER)
    here = set(stored.values_list("track__kind", "run__number", "sequence"))
    # Checks have clocks of their own: what is announced of them says nothing about the exam's seconds.
    announced = AnnouncedSegment.objects.filter(attempt=attempt, track__in=EXAM_TRACKS, ended_seconds__isnull=False)
    for row in announced:
        if (row.track, row.run_number, row.sequence) not in here:
            yield Fault(Span(row.started_seconds or 0.0, row.ended_seconds or 0.0), "not_sent", KnownBy.RECORDER)
    waiting = UnannouncedSegment.objects.filter(attempt=attempt, state=UnannouncedSegment.State.WAITING)
    for start, end in waiting.values_list("started_seconds", "ended_seconds"):
        yield Fault(Span(start, end), "unannounced", KnownBy.SERVER)


def clock_moves_of_server(attempt: Attempt) -> list[float]:
    """Return when the server's own clock was moved during an attempt, on its clock."""
    if attempt.started_at is None:
        return []
    rows = ServerOutage.objects.filter(
        kind=ServerOutage.Kind.CLOCK_MOVED, ended_at__gt=attempt.started_at,
        ended_at__lt=attempt.ended_at or timezone.now(),
    )  # fmt: skip
    return [attempt.elapsed_seconds(at) for at in rows.values_list("ended_at", flat=True)]
