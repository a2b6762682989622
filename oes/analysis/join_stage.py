"""Ended tracks become joined files for players."""

import logging
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from oes.analysis.joining import Joined, Part, remux
from oes.analysis.media import UnreadableMedia
from oes.domain.attempt_state import ENDED
from oes.lib import blobs
from oes.recordings.models import JoinedFile, Segment, Track
from oes.recordings.playback import PLAYED

log = logging.getLogger(__name__)


def join_next() -> bool:
    """Join one track of an ended attempt that has none or stale files; return False when none waits.

    A worker that dies here leaves the old files in place. Two workers on one track do the work twice, no harm.
    """
    stale = Q(joined_at=None) | Q(attempt__changed_at__gt=F("joined_at"))
    waiting = Segment.objects.filter(analysed_at=None, unreadable_reason="").values("track")
    track = (
        Track.objects.filter(stale, attempt__state__in=ENDED, kind__in=PLAYED)
        .exclude(pk__in=waiting)
        .select_related("attempt")
        .order_by("attempt__ended_at")
        .first()
    )
    if track is None:
        return False
    join(track)
    return True


def join(track: Track) -> None:
    """Write a track's joined files anew."""
    began = timezone.now()
    segments = Segment.objects.filter(track=track, unreadable_reason="").order_by("started_seconds")
    parts = [Part(blobs.path_of(s.blob_key), s.started_seconds) for s in segments]
    settings.OES_MEDIA_DIR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".join-", dir=settings.OES_MEDIA_DIR) as folder:
        try:
            files = remux(parts, stem=Path(folder) / track.kind) if parts else []
        except UnreadableMedia as error:
            log.warning("track cannot be joined", extra={"track": track.pk, "reason": str(error)})
            files = []
        _replace(track, files, began.strftime("%Y%m%d%H%M%S%f"))
    Track.objects.filter(pk=track.pk).update(joined_at=began)


def _replace(track: Track, files: list[Joined], stamp: str) -> None:
    old = list(track.joined_files.all())
    rows = []
    for number, file in enumerate(files):
        key = f"attempts/{track.attempt.uuid}/joined/{track.kind}-{stamp}-{number}{file.path.suffix}"
        target = blobs.path_of(key)
        target.parent.mkdir(parents=True, exist_ok=True)
        file.path.rename(target)
        rows.append(
            JoinedFile(
                track=track, start_seconds=file.start_seconds, end_seconds=file.end_seconds, blob_key=key,
                container=file.path.suffix[1:],
            )
        )  # fmt: skip
    with transaction.atomic():
        JoinedFile.objects.filter(pk__in=[row.pk for row in old]).delete()
        JoinedFile.objects.bulk_create(rows)
    for row in old:
        blobs.delete(row.blob_key)
