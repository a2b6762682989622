"""Verification steps that a segment shows: the device check's answer, identity checks, opened screens."""

import hashlib
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from oes.analysis.confined import still
from oes.attempts.documents import check_done, check_part
from oes.attempts.models import Attempt, IdentityCheck, ScreenCheck
from oes.domain.identity import sameness
from oes.domain.measures import FrameMeasures
from oes.domain.policy import Thresholds
from oes.exams.models import ReferencePhoto
from oes.exams.services import add_photo
from oes.journal import services as journal
from oes.lib import blobs
from oes.lib.canonical import digest
from oes.recordings.models import CheckAnswer, Segment, TrackKind

NEAR_SECONDS = 4.0
"""An identity check looks at the frames this close to its moment."""
BRIGHT = 235.0
OPENED_SECONDS = 20.0
"""A screen that is shared shows itself in a segment that begins at most this much later."""


def note_checks(*, segment: Segment, body: bytes, frames: Sequence[FrameMeasures]) -> None:
    """Fill in whatever verification step this segment answers."""
    kind, attempt = segment.track.kind, segment.track.attempt
    thresholds = attempt.policy.value().thresholds
    if kind == TrackKind.CHECK_START:
        answer_device_check(segment, frames, thresholds)
        _identity(attempt, IdentityCheck.Moment.START, 0.0, body, frames, thresholds)
        _keep_first_entry(attempt, body, frames)
    elif kind == TrackKind.CHECK_END:
        at = attempt.clock_seconds(timezone.now())
        _identity(attempt, IdentityCheck.Moment.END, at, body, frames, thresholds)
    elif kind == TrackKind.CHECK_SCREEN:
        _screen_verified(attempt, body)
    elif kind == TrackKind.CAMERA:
        _planned_checks(segment, body, frames, thresholds)
    elif kind == TrackKind.SCREEN:
        _opened_screens(segment, body)


def answer_device_check(segment: Segment, frames: Sequence[FrameMeasures], thresholds: Thresholds) -> None:
    """Keep what is wrong with light and face, for the page that waits for it."""
    CheckAnswer.objects.update_or_create(
        segment=segment, defaults={"problems": ",".join(check_problems(frames, thresholds)), "frames": len(frames)}
    )


def check_problems(frames: Sequence[FrameMeasures], thresholds: Thresholds) -> list[str]:
    """Return what is wrong in most frames of a device check, the most telling first."""

    def most(count: int) -> bool:
        return count * 2 > len(frames)

    def clear(frame: FrameMeasures, score: float) -> int:
        return sum(face.score >= score for face in frame.faces)

    if most(sum(f.contrast < thresholds.blocked_contrast for f in frames)):
        return ["covered"]
    problems = []
    if most(sum(f.brightness < thresholds.dark_brightness for f in frames)):
        problems.append("too_dark")
    if most(sum(f.brightness > BRIGHT for f in frames)):
        problems.append("too_bright")
    if most(sum(clear(f, thresholds.face_score) == 0 for f in frames)):
        problems.append("no_face")
    elif most(sum(clear(f, thresholds.second_face_score) > 1 for f in frames)):
        problems.append("two_faces")
    return problems


def _identity(
    attempt: Attempt,
    moment: str,
    at_seconds: float,
    body: bytes,
    frames: Sequence[FrameMeasures],
    thresholds: Thresholds,
) -> None:
    check = IdentityCheck.objects.filter(attempt=attempt, moment=moment).first()
    check = check or IdentityCheck(attempt=attempt, moment=moment, at_seconds=at_seconds)
    _fill(check, body, frames, thresholds)


def compares_faces(segment: Segment) -> bool:
    """Return whether an identity check will be answered by this segment."""
    if segment.track.kind in (TrackKind.CHECK_START, TrackKind.CHECK_END):
        return True
    return segment.track.kind == TrackKind.CAMERA and _due(segment).exists()


def _due(segment: Segment) -> "QuerySet[IdentityCheck]":
    """Return the planned checks that this segment answers. After a break the first segment does, even a late one."""
    inside = Q(at_seconds__gte=segment.started_seconds)
    soon = Q(moment=IdentityCheck.Moment.BREAK, at_seconds__gte=segment.started_seconds - OPENED_SECONDS)
    return IdentityCheck.objects.filter(
        inside | soon,
        attempt=segment.track.attempt,
        moment__in=(IdentityCheck.Moment.RANDOM, IdentityCheck.Moment.BREAK),
        done_at=None,
        at_seconds__lt=segment.ended_seconds,
    )


def _planned_checks(segment: Segment, body: bytes, frames: Sequence[FrameMeasures], thresholds: Thresholds) -> None:
    for check in _due(segment):
        place = max(0.0, check.at_seconds - segment.started_seconds)
        near = [f for f in frames if abs(f.at_seconds - place) <= NEAR_SECONDS]
        _fill(check, body, near or frames, thresholds)


def _fill(check: IdentityCheck, body: bytes, frames: Sequence[FrameMeasures], thresholds: Thresholds) -> None:
    """Judge the frames and keep the picture of the one that shows the face best."""
    seen = [f.similarity for f in frames if f.similarity is not None]
    check.result = sameness(seen, thresholds) if check.attempt.compares_faces else ""  # a person says it then
    check.similarity = sorted(seen)[len(seen) // 2] if seen else None
    picture = still(body, _best(frames).at_seconds if frames else 0.0)
    check.blob_key, check.sha256 = keep_picture(check.attempt, "identity", picture)
    _keep(check)


def _best(frames: Sequence[FrameMeasures]) -> FrameMeasures:
    return max(frames, key=lambda f: (bool(f.embedding), f.faces[0].score if f.faces else 0.0, -abs(f.yaw or 90.0)))


def _screen_verified(attempt: Attempt, body: bytes) -> None:
    """Keep the screen of the device check; a repeated check takes the place of the one before."""
    kind = ScreenCheck.Kind.VERIFICATION
    check = ScreenCheck.objects.filter(attempt=attempt, kind=kind).first()
    _show_screen(check or ScreenCheck(attempt=attempt, kind=kind, at_seconds=0.0), body)


def _opened_screens(segment: Segment, body: bytes) -> None:
    """Fill in the openings that this segment shows, in whatever order segments arrive."""
    due = ScreenCheck.objects.filter(
        attempt=segment.track.attempt,
        done_at=None,
        at_seconds__lt=segment.ended_seconds,
        at_seconds__gte=segment.started_seconds - OPENED_SECONDS,
    )
    for check in due:
        _show_screen(check, body)


def _show_screen(check: ScreenCheck, body: bytes) -> None:
    check.blob_key, check.sha256 = keep_picture(check.attempt, "screen", still(body, None))
    _keep(check)


@transaction.atomic
def _keep(check: IdentityCheck | ScreenCheck) -> None:
    """Store a check that is answered, and its answer in the attempt's chain."""
    check.done_at = timezone.now()
    check.save()
    journal.append(
        subject=check.attempt.uuid, action="check_done", part=check_part(check), sha256=digest(check_done(check))
    )


def _keep_first_entry(attempt: Attempt, body: bytes, frames: Sequence[FrameMeasures]) -> None:
    """Offer the first clear face of a student without photos as the reference; a person approves it."""
    student, least = attempt.enrolment.student, attempt.policy.value().thresholds.face_score
    alone = [f for f in frames if len(f.faces) == 1]
    good = [f for f in alone if f.embedding or (not attempt.compares_faces and f.faces[0].score >= least)]
    if not good or student.photos.exclude(state=ReferencePhoto.State.REFUSED).exists():
        return
    picture = still(body, _best(good).at_seconds)
    add_photo(
        student=student,
        body=picture,
        extension="jpg",
        sha256=hashlib.sha256(picture).hexdigest(),
        source=ReferencePhoto.Source.FIRST_ENTRY,
    )


def keep_picture(attempt: Attempt, folder: str, picture: bytes) -> tuple[str, str]:
    """Store a picture of an attempt; return its key and hash."""
    sha256 = hashlib.sha256(picture).hexdigest()
    key = f"pictures/{attempt.uuid}/{folder}/{sha256[:32]}.jpg"  # with a key of its own: it may be kept for longer
    blobs.put(key, picture)
    return key, sha256
