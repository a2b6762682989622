"""Ended tracks become joined files for players."""

import logging
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from oes.analysis.facts import BrokeReader, Joined, Part, UnreadableMedia
from oes.analysis.joined import remux
from oes.analysis.played import keep_playable
from oes.domain.attempt_state import ENDED
from oes.lib import blobs
from oes.lib.keys import NoKey
from oes.lib.sealed import Unsealable
from oes.recordings.models import EXAM_TRACKS, JoinedFile, Segment, Track

log = logging.getLogger(__name__)


def join_next() -> bool:
    """Join one track of an ended attempt that has none or stale files; return False when none waits.

    A worker that dies here leaves the old files in place. Of two workers on one track the first to end wins.
    """
    newer = Segment.objects.filter(track=OuterRef("pk"), analysed_at__gt=OuterRef("joined_at"))
    stale = Q(joined_at=None) | Exists(newer)
    waiting = Segment.objects.filter(analysed_at=None, unreadable_reason="").values("track")
    track = (
        Track.objects.filter(stale, attempt__state__in=ENDED, kind__in=EXAM_TRACKS)
        .filter(attempt__enrolment__exam__is_rehearsal=False)
        .exclude(pk__in=waiting)
        .select_related("attempt")
        .order_by("?")  # one that cannot be joined must not stand before the others
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
    parts = [Part(_playable(s), s.started_seconds) for s in segments]
    settings.OES_MEDIA_DIR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".join-", dir=settings.OES_MEDIA_DIR) as folder:
        try:
            files = remux(parts, stem=Path(folder) / track.kind) if parts else []
        except UnreadableMedia as error:
            log.warning("track cannot be joined", extra={"track": track.pk, "reason": str(error)})
            files = []
        old = _replace(track, files, began)
    for key in old:
        blobs.delete(key)


def _playable(segment: Segment) -> Callable[[], BinaryIO]:
    """Return what opens the file that players get of a segment; for pictures it is made again where it has gone."""
    if segment.is_stills and not blobs.is_there(segment.played_key):
        # one that cannot be read is left out, as any other segment
        with suppress(UnreadableMedia, BrokeReader, FileNotFoundError, Unsealable):
            keep_playable(segment, blobs.read(segment.blob_key))
    return partial(_opened, segment.played_key)


def _opened(key: str) -> BinaryIO:
    """Open a stored file. Raises UnreadableMedia where it is gone or was changed, NoKey where only its key lacks."""
    try:
        return blobs.open_blob(key)
    except NoKey:
        raise
    except (FileNotFoundError, Unsealable) as error:
        raise UnreadableMedia(str(error)) from error


@transaction.atomic
def _replace(track: Track, files: list[Joined], began: datetime) -> list[str]:
    """Put the new files in place of the old ones, and return the keys of what is to be deleted."""
    mine = Track.objects.filter(pk=track.pk, joined_at=track.joined_at).update(joined_at=began)
    if not mine:
        return []  # another worker was faster
    old = list(track.joined_files.values_list("blob_key", flat=True))
    track.joined_files.all().delete()
    JoinedFile.objects.bulk_create(_moved(track, files, began.strftime("%Y%m%d%H%M%S%f")))
    return old


def _moved(track: Track, files: list[Joined], stamp: str) -> list[JoinedFile]:
    """Move the files into the store and return their rows."""
    rows = []
    for number, file in enumerate(files):
        key = f"attempts/{track.attempt.uuid}/joined/{track.kind}-{stamp}-{number}{file.path.suffix}"
        blobs.put_file(key, file.path)
        rows.append(
            JoinedFile(
                track=track, start_seconds=file.start_seconds, end_seconds=file.end_seconds, blob_key=key,
                container=file.path.suffix[1:],
            )
        )  # fmt: skip
    return rows
