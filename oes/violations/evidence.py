"""Pictures that show violations, cut from the very segments that are kept."""

import logging
from dataclasses import dataclass

from oes.analysis.checks import keep_picture
from oes.analysis.confined import still
from oes.analysis.facts import BrokeReader, UnreadableMedia
from oes.attempts.models import Attempt
from oes.domain.measures import Face
from oes.domain.observations import Episode
from oes.domain.violations import KINDS
from oes.lib import blobs
from oes.recordings.models import Segment, TrackKind
from oes.violations.models import Evidence, Violation

ON_SCREEN = frozenset({"second_screen", "copied", "pasted", "printed"})
"""Told by pages, and seen on the screen only."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Cut:
    """A picture that was cut and stored, for an episode that has none yet."""

    segment: Segment
    at_seconds: float
    blob_key: str
    sha256: str
    box: Face | None


def cut(attempt: Attempt, episode: Episode) -> Cut | None:
    """Cut the picture that shows an episode; None where it cannot be cut (yet): the next rebuild tries again."""
    at = episode.shown.at_seconds
    for track in tracks_of(episode.kind):
        segment = _segment_at(attempt, track, at)
        if segment is None:
            if track == TrackKind.SCREEN and attempt.tier == "A" and attempt.is_running:
                return None  # its screen is still on the way
            continue
        try:
            picture = still(blobs.read(segment.blob_key), at - segment.started_seconds)
        except (UnreadableMedia, BrokeReader, OSError) as error:
            log.warning("no evidence picture", extra={"segment": str(segment.uuid), "reason": str(error)})
            continue
        key, sha256 = keep_picture(attempt, "evidence", picture)
        return Cut(segment, at, key, sha256, episode.shown.box)
    return None


def tracks_of(kind: str) -> tuple[TrackKind, ...]:
    """Return where an episode can be seen, best first. A face shows nothing of what stood on the screen."""
    if KINDS[kind].source in ("screen", "guard") or kind in ON_SCREEN:
        return (TrackKind.SCREEN,)
    return (TrackKind.SCREEN, TrackKind.CAMERA) if kind == "window_switch" else (TrackKind.CAMERA,)


def store(violation: Violation, made: Cut) -> None:
    """Give a violation its picture, in place of one that no longer lies within it."""
    box = made.box
    Evidence.objects.update_or_create(
        violation=violation,
        defaults={
            "segment": made.segment,
            "at_seconds": made.at_seconds,
            "blob_key": made.blob_key,
            "sha256": made.sha256,
            "box_x": box.x if box else None,
            "box_y": box.y if box else None,
            "box_width": box.width if box else None,
            "box_height": box.height if box else None,
        },
    )


def _segment_at(attempt: Attempt, track: str, at: float) -> Segment | None:
    return Segment.objects.filter(
        track__attempt=attempt, track__kind=track, started_seconds__lte=at, ended_seconds__gt=at, unreadable_reason=""
    ).first()
