"""Writes about students, exams and rules."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from oes.accounts.models import Organisation, User
from oes.domain.policy import Policy, policy_to_dict
from oes.exams.models import ProctoringPolicy, ReferencePhoto, Student
from oes.journal import services as journal
from oes.lib import blobs


@transaction.atomic
def add_policy(
    *, organisation: Organisation, policy: Policy, by: User | None = None, note: str = ""
) -> ProctoringPolicy:
    """Store a new version of the rules; attempts opened from now on are judged by it."""
    newest = ProctoringPolicy.objects.filter(organisation=organisation).aggregate(Max("version"))["version__max"] or 0
    row = ProctoringPolicy.objects.create(
        organisation=organisation, version=newest + 1, rules=policy_to_dict(policy), note=note, created_by=by
    )
    _tell(organisation, by, "policy_added", version=row.version)
    return row


def current_policy(organisation: Organisation) -> ProctoringPolicy:
    """Return the newest version of the rules; the first call makes version 1 with the defaults."""
    newest = ProctoringPolicy.objects.filter(organisation=organisation).order_by("-version").first()
    return newest or add_policy(organisation=organisation, policy=Policy())


@transaction.atomic
def add_photo(*, student: Student, body: bytes, extension: str, sha256: str, source: str) -> ReferencePhoto:
    """Store a photo that waits for approval; the same picture again returns the row there is."""
    known = ReferencePhoto.objects.filter(student=student, sha256=sha256).first()
    if known:
        return known
    key = f"students/{student.uuid}/{sha256[:32]}.{extension}"
    blobs.put(key, body)
    return ReferencePhoto.objects.create(student=student, blob_key=key, sha256=sha256, source=source)


@transaction.atomic
def decide_photo(*, photo: ReferencePhoto, approved: bool, by: User) -> None:
    """Approve or refuse a reference photo; the newest decision stands."""
    photo.state = ReferencePhoto.State.APPROVED if approved else ReferencePhoto.State.REFUSED
    photo.decided_by, photo.decided_at = by, timezone.now()
    photo.save(update_fields=["state", "decided_by", "decided_at"])
    journal.append(
        subject=photo.student.uuid,
        action="photo_decided",
        actor=by.uuid,
        photo=photo.sha256,
        state=photo.state,
    )


def note_sign_in(*, student: Student) -> None:
    """Remember the first time a student authorised in the proctoring system (G5)."""
    Student.objects.filter(pk=student.pk, authorised_at=None).update(authorised_at=timezone.now())


def _tell(organisation: Organisation, by: User | None, action: str, **content: Any) -> None:
    journal.append(subject=organisation.uuid, action=action, actor=by.uuid if by else None, **content)
