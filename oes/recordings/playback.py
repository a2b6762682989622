"""What players get: short-lived signed links to joined files and to segments, and bytes by range."""

import os
import re
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from django.db.models import Prefetch
from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import http_date

from oes.accounts.links import Links
from oes.attempts.models import Attempt
from oes.lib import blobs
from oes.lib.middleware import as_evidence
from oes.recordings.models import EXAM_TRACKS, JoinedFile, Segment, Track

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})\Z")


@dataclass(frozen=True, slots=True)
class Source:
    """Something to play: `offset_seconds` is the attempt's clock minus the file's own."""

    url: str
    start_seconds: float
    end_seconds: float
    mime: str
    offset_seconds: float


@dataclass(frozen=True, slots=True)
class PlayedTrack:
    """`parts` are joined, seekable files; `segments` are for appending (MSE) while there are none."""

    kind: str
    parts: list[Source]
    segments: list[Source]


def playback_of(*, attempt: Attempt, links: Links, after: datetime | None = None) -> list[PlayedTrack]:
    """Return camera and screen with links that only this sign-in can follow. Three queries.

    With `after` only the segments that were analysed since: what a page that polls does not know yet.
    """
    segments = Segment.objects.exclude(codecs="").exclude(blob_key="")
    if after is not None:
        segments = segments.filter(analysed_at__gt=after)
    tracks = Track.objects.filter(attempt=attempt, kind__in=EXAM_TRACKS).prefetch_related(
        "joined_files", Prefetch("segments", segments)
    )
    token = links.token(recording_of(attempt.uuid))
    by_kind = {track.kind: track for track in tracks}
    return [_played(by_kind[kind], token) for kind in EXAM_TRACKS if kind in by_kind]


def _played(track: Track, token: str) -> PlayedTrack:
    parts = [_part(file, token) for file in track.joined_files.all()] if track.joined_at else []
    return PlayedTrack(track.kind, parts, [_segment(s, token) for s in track.segments.all()])


def _part(file: JoinedFile, token: str) -> Source:
    url = reverse("recordings:joined", args=[file.uuid]) + f"?token={token}"
    return Source(url, file.start_seconds, file.end_seconds, f"video/{file.container}", 0.0)


def _segment(segment: Segment, token: str) -> Source:
    url = reverse("recordings:segment", args=[segment.uuid]) + f"?token={token}"
    mime = f'video/{segment.played_container}; codecs="{segment.codecs}"'
    return Source(url, segment.started_seconds, segment.ended_seconds, mime, segment.started_seconds)


def recording_of(attempt_uuid: UUID) -> str:
    """Return what a link to an attempt's recording opens."""
    return f"recording/{attempt_uuid}"


def ranged(request: HttpRequest, *, blob_key: str, content_type: str, etag: str) -> HttpResponse:
    """Answer a file or the range that was asked for. FileNotFoundError where it is gone."""
    file = blobs.open_blob(blob_key)
    size = file.seek(0, os.SEEK_END)
    wanted = _range_of(request, size, etag)
    if wanted == "unsatisfiable":
        file.close()
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
        return response
    start, end = wanted if isinstance(wanted, tuple) else (0, size - 1)
    file.seek(start)
    response = FileResponse(_Window(file, end - start + 1), content_type=content_type)
    response.status_code = 206 if isinstance(wanted, tuple) else 200
    response["Content-Length"] = str(end - start + 1)
    if isinstance(wanted, tuple):
        response["Content-Range"] = f"bytes {start}-{end}/{size}"
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    response["Last-Modified"] = http_date(blobs.changed_at(blob_key))
    response["Cache-Control"] = "private, max-age=3600"
    return as_evidence(response)


def _range_of(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | str | None:
    """Return the one range asked for, None for the whole file, or "unsatisfiable"."""
    if_range = request.headers.get("If-Range")
    told = _RANGE.match(request.headers.get("Range", ""))
    if told is None or told.groups() == ("", "") or (if_range and if_range != etag):
        return None
    first, last = told.groups()
    if not first:
        start, end = max(0, size - int(last)), size - 1
    else:
        start, end = int(first), min(int(last) if last else size - 1, size - 1)
    return (start, end) if start <= end and start < size else "unsatisfiable"


class _Window:
    """A file that ends after some bytes."""

    def __init__(self, file: BinaryIO, length: int) -> None:
        self._file, self._left = file, length

    def read(self, size: int = -1) -> bytes:
        wanted = self._left if size < 0 else min(size, self._left)
        data = self._file.read(wanted)
        self._left -= len(data)
        return data

    def close(self) -> None:
        self._file.close()
