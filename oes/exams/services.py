"""Writes about students, exams and rules."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils import timezone

from oes.accounts.models import Organisation, Role, User
from oes.accounts.services import create_user
from oes.domain.policy import Policy, policy_to_dict
from oes.exams.exam_news import tell_students
from oes.exams.models import (
    Accommodation,
    Enrolment,
    Exam,
    Faculty,
    Phones,
    ProctoringPolicy,
    ReferencePhoto,
    Student,
    StudyGroup,
)
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


def policy_of(exam: Exam) -> ProctoringPolicy:
    """Return the rules that an attempt opened now is judged by."""
    return exam.policy or current_policy(exam.organisation)


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
    state = ReferencePhoto.State.APPROVED if approved else ReferencePhoto.State.REFUSED
    if photo.state == state:
        return
    photo.state = state
    photo.decided_by, photo.decided_at = by, timezone.now()
    photo.save(update_fields=["state", "decided_by", "decided_at"])
    journal.append(
        subject=photo.student.uuid,
        action="photo_decided",
        actor=by.uuid,
        photo=photo.sha256,
        state=photo.state,
    )


def note_photos(*, student: Student, by: User) -> str:
    """Keep in the journal who looked at a student's reference photos, once an hour; return the link."""
    return journal.once(subject=student.uuid, action="photo_viewed", actor=by.uuid)


def note_sign_in(*, student: Student) -> None:
    """Remember the first time a student authorised in the proctoring system (G5)."""
    Student.objects.filter(pk=student.pk, authorised_at=None).update(authorised_at=timezone.now())


@transaction.atomic
def save_exam(*, exam: Exam, by: User) -> Exam:
    """Store a new or changed exam. A uuid that is already stored is a form sent twice: that row is returned."""
    known = None if exam.pk else Exam.objects.filter(uuid=exam.uuid, organisation=exam.organisation).first()
    if known:
        return known
    if exam.pk is None and Exam.objects.filter(uuid=exam.uuid).exists():  # elsewhere: nobody's form made it
        exam.uuid = uuid4()
    action = "exam_changed" if exam.pk else "exam_created"
    before = Exam.objects.filter(pk=exam.pk).first() if exam.pk else None
    if before and (before.address, before.other_origins) != (exam.address, exam.other_origins):
        exam.phones = Phones.NOT_TRIED  # another address has to be tried anew
    exam.save()
    if before:
        tell_students(exam=exam, before=before)
    _tell(exam.organisation, by, action, exam=str(exam.uuid))
    return exam


@transaction.atomic
def save_named(*, row: Faculty | StudyGroup, by: User) -> None:
    """Store a new or changed faculty or group."""
    row.save()
    _tell(row.organisation, by, f"{row._meta.model_name}_saved", row=str(row.uuid))


@transaction.atomic
def save_student(*, student: Student, login: str, email: str, by: User) -> Student:
    """Store a student with the account. A new account has no password until one is given or set by mail."""
    action = "student_changed" if student.pk else "student_created"
    if student.pk is None:
        student.user = create_user(
            organisation=student.organisation, login=login, email=email, roles=[Role.STUDENT], by=by
        )
    student.user.username, student.user.email = login, email
    student.user.save(update_fields=["username", "email"])
    student.save()
    _tell(student.organisation, by, action, student=str(student.uuid))
    return student


@transaction.atomic
def enrol(*, exam: Exam, students: Iterable[Student], by: User) -> int:
    """Let students sit an exam; return how many are new on its list."""
    there = set(exam.enrolments.values_list("student_id", flat=True))
    new = [Enrolment(exam=exam, student=student) for student in students if student.pk not in there]
    Enrolment.objects.bulk_create(new, batch_size=500)
    if new:
        _tell(exam.organisation, by, "enrolled", exam=str(exam.uuid), students=[str(e.student.uuid) for e in new])
    return len(new)


@transaction.atomic
def remove_enrolment(*, enrolment: Enrolment, by: User) -> bool:
    """Take a student off an exam's list; False, and nothing changes, if there is an attempt."""
    exam, student = enrolment.exam, enrolment.student
    try:
        enrolment.delete()
    except ProtectedError:
        return False
    _tell(exam.organisation, by, "enrolment_removed", exam=str(exam.uuid), student=str(student.uuid))
    return True


@transaction.atomic
def add_accommodation(*, accommodation: Accommodation, by: User) -> Accommodation:
    """Store an accommodation. A uuid that is already stored is a form sent twice: that row is returned.

    It holds for attempts that start from now on. The journal learns what is allowed, never why.
    """
    known = Accommodation.objects.filter(uuid=accommodation.uuid, student=accommodation.student).first()
    if known:
        return known
    accommodation.added_by = by
    accommodation.save()
    journal.append(
        subject=accommodation.student.uuid, action="accommodation_added", actor=by.uuid, row=str(accommodation.uuid),
        exam=str(accommodation.exam.uuid) if accommodation.exam else "", kinds_off=accommodation.kinds_off,
        breaks=accommodation.breaks, break_minutes=accommodation.break_minutes,
        extra_minutes=accommodation.extra_minutes,
    )  # fmt: skip
    return accommodation


@transaction.atomic
def end_accommodation(*, accommodation: Accommodation, by: User) -> None:
    """End an accommodation now; attempts that have started keep what they had. Ending twice changes nothing."""
    now = timezone.now()
    if Accommodation.objects.filter(pk=accommodation.pk, ended_at=None).update(ended_at=now, ended_by=by):
        journal.append(
            subject=accommodation.student.uuid,
            action="accommodation_ended",
            actor=by.uuid,
            row=str(accommodation.uuid),
        )


def _tell(organisation: Organisation, by: User | None, action: str, **content: Any) -> None:
    journal.append(subject=organisation.uuid, action=action, actor=by.uuid if by else None, **content)
