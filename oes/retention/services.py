"""Holds, and deleting for good with a proof that stays."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from oes.accounts.models import Organisation, User
from oes.attempts.models import Attempt, Challenge, Deletion
from oes.domain.challenge import ChallengeResult
from oes.domain.retention import OF_ATTEMPT, Kind
from oes.exams.models import Student
from oes.journal import services as journal
from oes.recordings.models import Segment, UnannouncedSegment
from oes.retention import removal
from oes.retention.models import Hold
from oes.retention.proofs import TAKE_UP_AFTER, prove
from oes.retention.queries import contested, is_emptied, is_held, standing_holds, today_of

DELETED = "deleted"
"""Why a segment that was never analysed never will be."""


@transaction.atomic
def put_hold(*, attempt: Attempt, reason: str, until: date | None = None, by: User | None = None) -> Hold:
    """Keep everything of an attempt from being deleted, through a day or until the hold is lifted."""
    Attempt.objects.select_for_update().get(pk=attempt.pk)
    hold = Hold.objects.create(attempt=attempt, reason=reason, until=until, created_by=by)
    journal.append(
        subject=attempt.uuid,
        action="hold_put",
        actor=by.uuid if by else None,
        hold=str(hold.uuid),
        until=until.isoformat() if until else None,
    )
    return hold


@transaction.atomic
def lift_hold(*, hold: Hold, by: User | None = None) -> bool:
    """Lift a hold; return False where somebody has done so already."""
    changed = Hold.objects.filter(pk=hold.pk, lifted_at=None).update(lifted_at=timezone.now(), lifted_by=by)
    if changed:
        actor = by.uuid if by else None
        journal.append(subject=hold.attempt.uuid, action="hold_lifted", actor=actor, hold=str(hold.uuid))
    return bool(changed)


def delete_content(
    *, attempt: Attempt, kind: Kind, days: int | None = None, reason: str = Deletion.Reason.RULES
) -> Deletion | None:
    """Delete one kind of data of an attempt for good: keys, bytes, rows. Of RESULTS everything else goes first.

    Returns None where the attempt is held, the kind is deleted already, or another worker is at it (of RESULTS: at any
    part). One that died is taken up.
    """
    if kind == Kind.RESULTS:
        for other in OF_ATTEMPT:
            delete_content(attempt=attempt, kind=other, days=days, reason=reason)
        if not is_emptied(attempt):
            return None  # whoever is at a part of it needs the rows to find the rest again
    deletion = _begin(attempt, kind, days, reason)
    if deletion is None:
        return None
    removal.BYTES[kind](attempt)
    return _finish(deletion, attempt)


@transaction.atomic
def _begin(attempt: Attempt, kind: Kind, days: int | None, reason: str) -> Deletion | None:
    """Say that a kind is being deleted, and see that nothing makes it anew. From here on there is no way back."""
    now = timezone.now()
    Attempt.objects.select_for_update().get(pk=attempt.pk)
    there = Deletion.objects.filter(subject=attempt.uuid, kind=kind).first()
    if there is not None and (there.done_at or there.begun_at > now - TAKE_UP_AFTER):
        return None
    if there is None and is_held(attempt, now):
        return None
    if there is not None:
        there.begun_at = now
        there.save(update_fields=["begun_at"])
    else:
        there = Deletion.objects.create(
            organisation=attempt.enrolment.student.organisation, subject=attempt.uuid, attempt=attempt, kind=kind,
            reason=reason, days=days, begun_at=now,
        )  # fmt: skip
    if kind == Kind.MEDIA:
        _close(attempt)
    return there


def _close(attempt: Attempt) -> None:
    """Let nobody add to the recording or make anything of it: uploads, analysis, a worker that is joining."""
    now = timezone.now()
    attempt.tokens.filter(revoked_at=None).update(revoked_at=now)
    attempt.tracks.update(joined_at=now)
    waiting = Segment.objects.filter(track__attempt=attempt, analysed_at=None, unreadable_reason="")
    waiting.update(unreadable_reason=DELETED, claimed_at=None)
    refused = UnannouncedSegment.State.REFUSED
    attempt.unannounced.filter(state=UnannouncedSegment.State.WAITING).update(state=refused, decided_at=now)
    unseen = Challenge.objects.filter(attempt=attempt, result=ChallengeResult.WAITING)
    unseen.update(result=ChallengeResult.NOT_SEEN)


@transaction.atomic
def _finish(deletion: Deletion, attempt: Attempt) -> Deletion:
    kind = Kind(deletion.kind)
    named = removal.named(attempt, kind)
    removal.ROWS[kind](attempt)
    return prove(deletion, named)


def delete_photos(*, student: Student, days: int | None = None, reason: str = Deletion.Reason.RULES) -> Deletion | None:
    """Delete a student's reference photos with what was measured in them.

    Returns None, and has deleted nothing, where one of the student's attempts is held or another worker is at it.
    """
    deletion = _begin_photos(student.organisation, student.uuid, days, reason)
    if deletion is None:
        return None
    removal.photo_bytes(student)
    with transaction.atomic():
        named = [(f"photo-{uuid}", sha256) for uuid, sha256 in student.photos.values_list("uuid", "sha256")]
        student.photos.all().delete()
        return prove(deletion, named)


@transaction.atomic
def _begin_photos(organisation: Organisation, subject: UUID, days: int | None, reason: str) -> Deletion | None:
    now = timezone.now()
    there = Deletion.objects.filter(subject=subject, kind=Kind.PHOTOS, done_at=None).first()
    if there is None:
        held = standing_holds(today_of(organisation, now)).filter(attempt__enrolment__student__uuid=subject)
        sat = Attempt.objects.filter(contested("pk", now), enrolment__student__uuid=subject)
        if held.exists() or sat.exists():
            return None
        return Deletion.objects.create(
            organisation=organisation, subject=subject, kind=Kind.PHOTOS, reason=reason, days=days, begun_at=now
        )
    taken = Deletion.objects.filter(pk=there.pk, begun_at=there.begun_at, begun_at__lt=now - TAKE_UP_AFTER)
    return there if taken.update(begun_at=now) else None
