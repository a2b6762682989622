"""What a stored screen segment shows: measured with the policy of its attempt and what was read before."""

from typing import Any

from oes.analysis.confined import look_at_screen
from oes.analysis.facts import Reading
from oes.analysis.models import ObservationSet
from oes.analysis.screen_columns import KEY, reading_of, to_screen_columns
from oes.recordings.models import Segment, TrackKind


def screen_columns(segment: Segment, body: bytes) -> dict[str, Any]:
    """Return the `screen` part of a segment's set. Raises UnreadableMedia for a screen that cannot be seen.

    The device check is before the exam: it is looked at and not read.
    """
    reads = segment.track.kind == TrackKind.SCREEN
    lists = segment.track.attempt.policy.value().read_words() if reads else {}
    before = _reading_before(segment) if any(lists.values()) else None
    seconds = segment.ended_seconds - segment.started_seconds
    seen = look_at_screen(body, lists=lists, reading=before, starts_at=segment.started_seconds, seconds=seconds)
    return {KEY: to_screen_columns(seen.looks, seen.reading)}


def _reading_before(segment: Segment) -> Reading | None:
    """Return what was known of the screen when the segment began, as far as earlier ones are analysed."""
    row = (
        ObservationSet.objects.filter(
            segment__track=segment.track,
            segment__started_seconds__lt=segment.started_seconds,
            frames__screen__has_key="reading",
        )
        .order_by("-segment__started_seconds")
        .first()
    )
    return reading_of(row.frames[KEY]) if row else None
