"""Merging two accounts of one person: everything of the one becomes the other's, and nothing is lost."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.db.models import Max
from django.utils.module_loading import import_string

from oes.accounts.models import Role, User
from oes.domain.attempt_state import RUNNING
from oes.exams.models import Enrolment, MergedStudent, ReferencePhoto, Student
from oes.journal import services as journal
from oes.lib import blobs
from oes.lib.keys import shred
from oes.notices.models import Notice

APART = ("photos", "enrolments", "merged")
"""Relations of a student that are moved in their own way."""
_derived: dict[str, str] = {}


class MergeRefused(Exception):
    """`code`: same, roles, iin, running, photos, twice (both have what one person can have once)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def register_derived(relation: str, rebuild: str) -> None:
    """Name a relation of a student whose row is worked out of others, and the dotted path of what works it out anew."""
    _derived[relation] = rebuild


@dataclass(slots=True)
class Moved:
    """What went from one account to the other; attempts that got another number: [uuid, before, after]."""

    counts: Counter[str]
    renumbered: list[list[Any]]


def check(*, kept: Student, gone: Student) -> None:
    """Raise MergeRefused where the two cannot be one person's, or not now."""
    if kept.pk == gone.pk or kept.organisation_id != gone.organisation_id:
        raise MergeRefused("same")
    if gone.user.is_employee:
        raise MergeRefused("roles")
    if kept.iin and gone.iin and kept.iin != gone.iin:
        raise MergeRefused("iin")
    both = Enrolment.objects.real().filter(student__in=(kept, gone))
    if both.filter(attempts__state__in=RUNNING).exists():  # of the app above; only the relation's name is known here
        raise MergeRefused("running")


@transaction.atomic
def merge_students(*, kept: Student, gone: Student, by: User) -> Moved:
    """Give all that `gone` has to `kept`; nobody can sign in as `gone` any more. Raises MergeRefused.

    The journal keeps what was written about either; an entry in each says where to read on.
    """
    try:
        kept, gone = (_locked(student.pk) for student in (kept, gone))
    except Student.DoesNotExist as error:  # somebody else merged one of them at this moment
        raise MergeRefused("same") from error
    check(kept=kept, gone=gone)
    moved = Moved(Counter(), [])
    _move_photos(kept, gone, moved)
    for enrolment in list(gone.enrolments.select_related("exam")):
        _move_enrolment(kept, enrolment, moved)
    for relation in _others(Student):
        if relation.name not in (*APART, *_derived):
            _move_rows(relation, gone, kept, moved)
    _remember(kept, gone, by)
    _take_over(kept, gone)
    for rebuild in _derived.values():
        import_string(rebuild)(kept)
    journal.append(
        subject=kept.uuid,
        action="students_merged",
        actor=by.uuid,
        merged=str(gone.uuid),
        moved=dict(moved.counts),
        renumbered=moved.renumbered,
    )
    journal.append(subject=gone.uuid, action="merged_into", actor=by.uuid, student=str(kept.uuid))
    return moved


def _locked(key: int) -> Student:
    rows = Student.objects.select_related("user", "study_group", "organisation").prefetch_related("user__roles")
    return rows.select_for_update(of=("self",)).get(pk=key)


def _others(model: type[models.Model]) -> list[Any]:
    """Return every relation by which rows name a row of the model, those without a name of their own too."""
    fields: list[Any] = list(model._meta.get_fields(include_hidden=True))
    return [one for one in fields if one.auto_created and not one.concrete and (one.one_to_many or one.one_to_one)]


def _move_photos(kept: Student, gone: Student, moved: Moved) -> None:
    there = {photo.sha256: photo for photo in kept.photos.all()}
    for photo in gone.photos.all():
        if photo.sha256 in there:
            _judge_as(there[photo.sha256], photo)
            photo.delete()
            continue
        try:
            body = blobs.read(photo.blob_key)
        except OSError as error:
            raise MergeRefused("photos") from error
        ending = photo.blob_key.rpartition(".")[2]
        key = f"students/{kept.uuid}/{hashlib.sha256(body).hexdigest()[:32]}.{ending}"
        blobs.put(key, body)  # sealed with the key of the account that stays
        photo.student, photo.blob_key = kept, key
        photo.save(update_fields=["student", "blob_key"])
        moved.counts["photos"] += 1
    transaction.on_commit(partial(_delete_pictures, gone.uuid))


def _judge_as(photo: ReferencePhoto, twin: ReferencePhoto) -> None:
    """Let the decision about the same picture of the other account stand, where there is none here."""
    if photo.state == ReferencePhoto.State.PENDING and twin.state != ReferencePhoto.State.PENDING:
        photo.state, photo.decided_by, photo.decided_at = twin.state, twin.decided_by, twin.decided_at
        photo.save(update_fields=["state", "decided_by", "decided_at"])


def _delete_pictures(student: UUID) -> None:
    shred(f"students-{student}")
    blobs.delete_folder(f"students/{student}")


def _move_enrolment(kept: Student, enrolment: Enrolment, moved: Moved) -> None:
    moved.counts["enrolments"] += 1
    same = kept.enrolments.filter(exam=enrolment.exam).first()
    if same is None:
        enrolment.student = kept
        enrolment.save(update_fields=["student"])
        return
    _renumber(enrolment, same, moved)
    for relation in _others(Enrolment):
        _move_rows(relation, enrolment, same, moved)
    used: int = same.attempts.count()  # type: ignore[attr-defined]
    same.extra_attempts += enrolment.extra_attempts
    same.extra_attempts = max(same.extra_attempts, used - enrolment.exam.maximum_attempts)
    same.save(update_fields=["extra_attempts"])
    enrolment.delete()


def _renumber(enrolment: Enrolment, same: Enrolment, moved: Moved) -> None:
    """Number the attempts of both accounts at one exam through: those that stay come first."""
    last = same.attempts.aggregate(last=Max("attempt_number"))["last"]  # type: ignore[attr-defined]
    if last is None:
        return
    mine = enrolment.attempts.order_by("-attempt_number")  # type: ignore[attr-defined]
    for attempt in mine:  # the highest first, so that no two have one number in between
        before = attempt.attempt_number
        attempt.attempt_number = last + before
        attempt.save(update_fields=["attempt_number"])
        moved.renumbered.append([str(attempt.uuid), before, last + before])


def _move_rows(relation: Any, old: models.Model, new: models.Model, moved: Moved) -> None:
    """Let the rows that name the old row name the new one. MergeRefused where both have what one may have once."""
    rows = relation.related_model._base_manager.filter(**{relation.field.name: old})
    try:
        with transaction.atomic():
            count = rows.update(**{relation.field.name: new})
    except IntegrityError as error:
        raise MergeRefused("twice") from error
    if count:
        moved.counts[relation.related_model._meta.model_name] += count


def _remember(kept: Student, gone: Student, by: User) -> None:
    gone.merged.update(student=kept)
    MergedStudent.objects.create(
        student=kept, uuid=gone.uuid, user=gone.user, full_name=gone.full_name, group=gone.study_group.code,
        record_book_number=gone.record_book_number, iin=gone.iin, merged_by=by,
    )  # fmt: skip


def _take_over(kept: Student, gone: Student) -> None:
    """Keep what only the other account knew; close it, but keep its login taken."""
    user, gone_iin, first = gone.user, gone.iin, gone.authorised_at
    Notice.objects.filter(user=user).update(user=kept.user)
    gone.delete()
    kept.iin = kept.iin or gone_iin
    kept.authorised_at = min(filter(None, (kept.authorised_at, first)), default=None)
    kept.save(update_fields=["iin", "authorised_at"])
    user.roles.filter(role=Role.STUDENT).delete()
    user.is_active = False
    user.sign_in_epoch += 1
    user.set_unusable_password()
    user.save(update_fields=["is_active", "sign_in_epoch", "password"])
