"""Writes about subjects, departments and who teaches."""

from collections.abc import Iterable

from django.db import transaction

from oes.accounts.models import User
from oes.exams.models import Department, StudyGroup, Subject, Teaching
from oes.journal import services as journal


@transaction.atomic
def save_subject(*, subject: Subject, by: User) -> Subject:
    """Store a new or changed subject. A uuid that is already stored is a form sent twice: that row is returned."""
    known = None if subject.pk else Subject.objects.filter(uuid=subject.uuid, organisation=subject.organisation).first()
    if known:
        return known
    subject.save()
    journal.append(subject=subject.organisation.uuid, action="subject_saved", actor=by.uuid, row=str(subject.uuid))
    return subject


@transaction.atomic
def save_department(*, department: Department, by: User) -> None:
    """Store a new or changed department."""
    department.save()
    journal.append(
        subject=department.organisation.uuid, action="department_saved", actor=by.uuid, row=str(department.uuid)
    )


@transaction.atomic
def add_teaching(*, subject: Subject, teacher: User, groups: Iterable[StudyGroup], by: User) -> int:
    """Let somebody teach a subject to groups; return how many of them are new."""
    there = set(subject.teachings.filter(teacher=teacher).values_list("study_group_id", flat=True))
    new = [group for group in groups if group.pk not in there]
    Teaching.objects.bulk_create(
        [Teaching(subject=subject, teacher=teacher, study_group=group) for group in new], ignore_conflicts=True
    )
    if new:
        _tell(subject, by, "teaching_added", teacher, new)
    return len(new)


@transaction.atomic
def remove_teaching(*, subject: Subject, teacher: User, group: StudyGroup, by: User) -> bool:
    """End that somebody teaches a subject to a group; False when that was so already."""
    gone, _ = Teaching.objects.filter(subject=subject, teacher=teacher, study_group=group).delete()
    if gone:
        _tell(subject, by, "teaching_removed", teacher, [group])
    return bool(gone)


def _tell(subject: Subject, by: User, action: str, teacher: User, groups: list[StudyGroup]) -> None:
    journal.append(
        subject=subject.organisation.uuid,
        action=action,
        actor=by.uuid,
        row=str(subject.uuid),
        teacher=str(teacher.uuid),
        groups=[str(group.uuid) for group in groups],
    )
