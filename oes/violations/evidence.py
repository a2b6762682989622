"""Pictures that show violations, cut from the very segments that are kept."""

import logging
from collections.abc import Sequence

from oes.analysis.checks import jpeg_at, keep_picture
from oes.analysis.media import UnreadableMedia
from oes.attempts.models import Attempt
from oes.domain.observations import Episode
from oes.lib import blobs
from oes.recordings.models import Segment, TrackKind
from oes.violations.models import Evidence, Violation

log = logging.getLogger(__name__)


def add_evidence(attempt: Attempt, violations: Sequence[tuple[Violation, Episode]]) -> None:
    """Give each violation that has none its picture; one that cannot be cut is tried again at the next rebuild."""
    have = set(Evidence.objects.filter(violation__attempt=attempt).values_list("violation_id", flat=True))
    for violation, episode in violations:
        if violation.pk not in have:
            _add(attempt, violation, episode)


def _add(attempt: Attempt, violation: Violation, episode: Episode) -> None:
    at = episode.shown.at_seconds
    first = TrackKind.SCREEN if violation.kind == "window_switch" else TrackKind.CAMERA
    for track in (first, TrackKind.CAMERA):
        segment = _segment_at(attempt, track, at)
        if segment is None:
            continue
        try:
            picture = jpeg_at(blobs.read(segment.blob_key), at - segment.started_seconds)
        except (UnreadableMedia, FileNotFoundError) as error:
            log.warning("no evidence picture", extra={"segment": str(segment.uuid), "reason": str(error)})
            continue
        _keep(attempt, violation, episode, segment, picture)
        return


def _segment_at(attempt: Attempt, track: str, at: float) -> Segment | None:
    return Segment.objects.filter(
        track__attempt=attempt, track__kind=track, started_seconds__lte=at, ended_seconds__gt=at, unreadable_reason=""
    ).first()


def _keep(attempt: Attempt, violation: Violation, episode: Episode, segment: Segment, picture: bytes) -> None:
    key, sha256 = keep_picture(attempt, "evidence", picture)
    box = episode.shown.box
    Evidence.objects.create(
        violation=violation, segment=segment, at_seconds=episode.shown.at_seconds, blob_key=key, sha256=sha256,
        box_x=box.x if box else None, box_y=box.y if box else None,
        box_width=box.width if box else None, box_height=box.height if box else None,
    )  # fmt: skip
