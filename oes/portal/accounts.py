"""The account of an attempt as it stood when a problem was reported: what is stored, what is missing, what failed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Sum
from django.db.models.functions import Round

from oes.attempts.models import Attempt
from oes.lib.moments import clock_time
from oes.recordings.models import FaultLine, Gap, Track
from oes.review.account_words import cause_words, length_words, place_words, track_words
from oes.review.detailed_words import gap_words

NEWEST = 10
"""So many gaps and faults, the last ones."""


@dataclass(frozen=True, slots=True)
class AccountLines:
    """The snapshot in words. A gap is what, why, where, how long; a fault likewise."""

    clock: str
    tracks: tuple[tuple[str, str], ...]
    gaps: tuple[tuple[str, str, str, str], ...]
    faults: tuple[tuple[str, str, str, str], ...]


def snapshot(attempt: Attempt, now: datetime) -> dict[str, Any]:
    """Return plain data in seconds of the attempt's clock. Three queries."""
    length = Sum("segments__ended_seconds") - Sum("segments__started_seconds")
    tracks = Track.objects.filter(attempt=attempt).annotate(
        count=Count("segments"), last=Max("segments__ended_seconds"), stored=Round(length, 3)
    )
    gaps = Gap.objects.filter(attempt=attempt).order_by("-start_seconds")[:NEWEST]
    faults = FaultLine.objects.filter(attempt=attempt).order_by("-start_seconds")[:NEWEST]
    return {
        "state": attempt.state,
        "clock_seconds": round(attempt.clock_seconds(now), 3),
        "tracks": [[t.kind, t.count, t.stored or 0.0, t.last or 0.0] for t in tracks.order_by("kind")],
        "gaps": [[g.track, g.reason, g.start_seconds, g.end_seconds] for g in gaps],
        "faults": [[f.cause, f.reason, f.start_seconds, f.end_seconds] for f in faults],
    }


def lines_of(told: dict[str, Any]) -> AccountLines | None:
    """Return a snapshot in words; None where there was no attempt."""
    if not told:
        return None
    return AccountLines(
        clock=clock_time(told["clock_seconds"]),
        tracks=tuple((track_words(kind), _track(stored, last)) for kind, _count, stored, last in told["tracks"]),
        gaps=tuple((track_words(t), gap_words(why), *_where(start, end)) for t, why, start, end in told["gaps"]),
        faults=tuple((cause_words(c), gap_words(why), *_where(start, end)) for c, why, start, end in told["faults"]),
    )


def _track(stored: float, last: float) -> str:
    return f"{length_words(stored)} · {clock_time(last)}"


def _where(start: float, end: float) -> tuple[str, str]:
    return place_words(start, end), length_words(end - start)
