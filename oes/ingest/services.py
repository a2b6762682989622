"""Accept a segment once, whole, in any order: bytes durable, then the row, then the answer."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from oes.attempts.models import Attempt
from oes.attempts.services import move_silent_end, note_change
from oes.domain.attempt_state import AttemptState
from oes.journal import services as journal
from oes.lib import blobs
from oes.lib.containers import sniff
from oes.lib.disk import check_disk
from oes.recordings.late import keep_unannounced, last_second, may_still_announce
from oes.recordings.models import AnnouncedSegment, Run, Segment, Track, TrackKind, UnannouncedSegment

CHECK_END_MINUTES = 10
BEFORE_OK = (TrackKind.CHECK_START, TrackKind.CHECK_SCREEN, TrackKind.CHECK_LIVE)
CHECKS = (*BEFORE_OK, TrackKind.CHECK_END)
LONGEST_SECONDS = 45.0
MOST_CHECKS = 60
REHEARSAL_SECONDS = 3600.0
"""A rehearsal lasts minutes and nothing else closes it: its student could fill the disk."""
CLOCK_SLACK_SECONDS = 30.0
"""A segment may claim to end this much after the server's clock: clocks drift in three hours."""


Stored = Segment | UnannouncedSegment


class Refused(Exception):
    """A segment that is not stored. `status` and `code` are those of docs/recorder-api.md."""

    def __init__(self, status: int, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.status, self.code, self.detail = status, code, detail


@dataclass(frozen=True, slots=True)
class Place:
    """Which segment of an attempt: its identity."""

    track: str
    run: int
    sequence: int


@dataclass(frozen=True, slots=True)
class Coming:
    """A segment whose bytes are durable and whose row is not there yet."""

    place: Place
    run: Run
    key: str
    container: str
    size: int
    sha256: str
    start: float
    end: float


def accept_segment(
    *, attempt: Attempt, place: Place, body: bytes, sha256: str, started_seconds: float, ended_seconds: float
) -> tuple[Stored, bool]:
    """Store a segment and return it with True; the same one again returns the row there is with False.

    When it returns, bytes and row survive a power cut. What comes after the end without having been announced is kept
    as an UnannouncedSegment. Raises Refused, or DiskLow; then nothing is stored.
    """
    if hashlib.sha256(body).hexdigest() != sha256:
        raise Refused(422, "wrong_hash", "the body does not have the hash of Oes-Sha256")
    container = sniff(body[:64])
    if container is None:
        raise Refused(415, "not_a_recording", "neither WebM nor MP4 nor pictures by its first bytes")
    known = _stored(attempt, place)
    if known is None:
        run, commit = _check_place(attempt, place, sha256, started_seconds, ended_seconds)
        check_disk()
        key = f"attempts/{attempt.uuid}/{place.track}/{place.run}-{place.sequence}-{sha256[:16]}.{container}"
        blobs.put(key, body)
        coming = Coming(place, run, key, container, len(body), sha256, started_seconds, ended_seconds)
        try:
            return commit(attempt, coming), True
        except IntegrityError:  # the same segment came twice at once: the other request was first
            known = _stored(attempt, place)
        if known is None or known.sha256 != sha256:
            blobs.delete(key)
    if known is None or known.sha256 != sha256:
        raise Refused(409, "different_bytes", "another body is stored under this track, run and sequence")
    return known, False


def _stored(attempt: Attempt, place: Place) -> Stored | None:
    here = {"run__number": place.run, "sequence": place.sequence}
    counted = Segment.objects.filter(track__attempt=attempt, track__kind=place.track, **here).first()
    if counted is not None or not attempt.has_ended:
        return counted
    return UnannouncedSegment.objects.filter(attempt=attempt, track=place.track, **here).first()


def _check_place(
    attempt: Attempt, place: Place, sha256: str, started: float, ended: float
) -> tuple[Run, Callable[[Attempt, Coming], Stored]]:
    """Return the segment's run, and how it is to be stored, if it may belong to the attempt as it stands now."""
    if not 0 <= started < ended or ended - started > LONGEST_SECONDS:
        raise Refused(400, "bad_header", f"Oes-Start and Oes-End must be a span of at most {LONGEST_SECONDS:.0f} s")
    run = Run.objects.filter(attempt=attempt, number=place.run).first()
    if run is None:
        raise Refused(400, "bad_header", "this attempt has no such run")
    commit = _commit if _is_awaited(attempt, place, sha256) else _commit_unannounced
    _check_amount(attempt, place)
    if place.track not in CHECKS:
        if attempt.started_at is None:
            raise Refused(409, "closed", "the attempt has not started")
        if attempt.is_rehearsal and attempt.elapsed_seconds(timezone.now()) > REHEARSAL_SECONDS:
            raise Refused(409, "closed", "the rehearsal is over")
        if ended > attempt.elapsed_seconds(timezone.now()) + CLOCK_SLACK_SECONDS:
            raise Refused(425, "too_early", "Oes-End lies in the future of the attempt")
        if commit is _commit_unannounced and started > last_second(attempt) + CLOCK_SLACK_SECONDS:
            raise Refused(409, "closed", "these seconds lie after the end of the attempt")
    return run, commit


def _check_amount(attempt: Attempt, place: Place) -> None:
    """Refuse what no recorder sends, before it fills the disk or the queue of the device checks."""
    stored = Segment.objects.filter(track__attempt=attempt, track__kind=place.track).count()
    stored += UnannouncedSegment.objects.filter(attempt=attempt, track=place.track).count() if attempt.has_ended else 0
    if place.track in CHECKS:
        if place.track in BEFORE_OK and attempt.started_at is not None:
            raise Refused(409, "closed", "the device check is over")
        most = MOST_CHECKS
    else:
        most = MOST_CHECKS + int(min(attempt.elapsed_seconds(timezone.now()), last_second(attempt)))
    if stored >= most:
        raise Refused(429, "too_many", "more segments than seconds")


def _is_awaited(attempt: Attempt, place: Place, sha256: str) -> bool:
    """Return whether a segment counts as soon as it comes; False for one that nobody announced before the end.

    Refused: a check that is too late, or a page that may still announce what it has.
    """
    if not attempt.has_ended:
        return True
    if attempt.state == AttemptState.WITHDRAWN:
        raise Refused(409, "closed", "the student withdrew the consent: nothing more is taken")
    if attempt.deletions.exists():
        raise Refused(409, "closed", "what was recorded is deleted by the rules")
    since_end = timezone.now() - (attempt.ended_at or timezone.now())
    if place.track == TrackKind.CHECK_END and since_end < timedelta(minutes=CHECK_END_MINUTES):
        return True
    announced = AnnouncedSegment.objects.filter(
        attempt=attempt, track=place.track, run_number=place.run, sequence=place.sequence, sha256=sha256
    )
    if announced.exists():
        return True
    if place.track in CHECKS or attempt.is_rehearsal or may_still_announce(attempt, timezone.now()):
        raise Refused(409, "closed", "the attempt has ended and did not announce this segment")
    return False


@transaction.atomic
def _commit(attempt: Attempt, coming: Coming) -> Segment:
    place = coming.place
    track, _ = Track.objects.get_or_create(attempt=attempt, kind=place.track)
    link = journal.append(subject=attempt.uuid, action="segment_stored", **_told(coming))
    segment = Segment.objects.create(
        track=track, run=coming.run, sequence=place.sequence, started_seconds=coming.start, ended_seconds=coming.end,
        sha256=coming.sha256, size=coming.size, container=coming.container, blob_key=coming.key, link=link,
        received_at=timezone.now(), urgent=place.track in CHECKS,
    )  # fmt: skip
    if not attempt.has_ended:
        Run.objects.filter(pk=coming.run.pk).update(last_seen_at=segment.received_at)
    elif place.track not in CHECKS:
        move_silent_end(attempt=attempt, seconds=coming.end)
    note_change(attempt.pk)
    return segment


@transaction.atomic
def _commit_unannounced(attempt: Attempt, coming: Coming) -> UnannouncedSegment:
    link = journal.append(subject=attempt.uuid, action="segment_unannounced", **_told(coming))
    place = coming.place
    return keep_unannounced(
        attempt=attempt, track=place.track, run=coming.run, sequence=place.sequence, started_seconds=coming.start,
        ended_seconds=coming.end, sha256=coming.sha256, size=coming.size, container=coming.container,
        blob_key=coming.key, link=link, received_at=timezone.now(),
    )  # fmt: skip


def _told(coming: Coming) -> dict[str, Any]:
    """Return what the journal's link says of a segment."""
    place = coming.place
    return {
        "track": place.track, "run": place.run, "sequence": place.sequence, "sha256": coming.sha256,
        "size": coming.size, "start": coming.start, "end": coming.end,
    }  # fmt: skip
