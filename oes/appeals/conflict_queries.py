"""What ties people to an appeal, read from the rows."""

from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from oes.accounts.models import User
from oes.appeals.models import Appeal
from oes.attempts.models import Attempt
from oes.domain.appeal_state import OPEN
from oes.domain.conflicts import Conflict, Facts, conflicts
from oes.exams.models import ExamDuty, MergedStudent, Student, Teaching
from oes.review.models import Denial, PhotoComparison, Verdict, Viewing
from oes.written.marking.models import Marking


def conflicts_of(appeal: Appeal, users: Iterable[User]) -> dict[int, tuple[Conflict, ...]]:
    """Return what stands between each user (pk) and an appeal. Eight queries, however many users.

    What happened after the appeal was entered does not count: the commission itself watches and judges then. Who
    only released a verdict judged nothing.
    """
    keys = {user.pk for user in users}
    facts = _facts(appeal, keys)
    groups = dict(Student.objects.filter(user__in=keys).values_list("user", "study_group"))
    return {key: conflicts(key, groups.get(key), facts) for key in keys}


def _facts(appeal: Appeal, users: Collection[int]) -> Facts:
    student = appeal.student
    duties = set(ExamDuty.objects.filter(exam=appeal.exam_id, user__in=users).values_list("duty", "user"))
    attempts = Attempt.objects.real().filter(enrolment__exam=appeal.exam_id, enrolment__student=student)
    others = Appeal.objects.filter(student__user__in=users, state__in=sorted(OPEN)).exclude(pk=appeal.pk)
    seen = Viewing.objects.filter(attempt__in=attempts, opened_at__lt=appeal.entered_at, watched_seconds__gt=0)
    merged = MergedStudent.objects.filter(student=student)
    teachings = Teaching.objects.filter(study_group=student.study_group_id, teacher__in=users)
    markings = Marking.objects.filter(work__enrolment__student=student, marker__in=users)
    return Facts(
        student={student.user_id, *merged.values_list("user", flat=True)},
        group=student.study_group_id,
        teachers=set(teachings.values_list("teacher", flat=True)),
        markers=set(markings.values_list("marker", flat=True)),
        proctors={user for duty, user in duties if duty == ExamDuty.Duty.PROCTOR},
        observers={user for duty, user in duties if duty == ExamDuty.Duty.OBSERVER},
        reviewers=_reviewers(appeal, attempts, users),
        watchers=set(seen.filter(by__in=users).values_list("by", flat=True)),
        appellants=set(others.values_list("student__user", flat=True)),
    )


def _reviewers(appeal: Appeal, attempts: QuerySet[Attempt], users: Collection[int]) -> set[int]:
    before = {"at__lt": appeal.entered_at, "by__in": users}
    judged = Verdict.objects.filter(attempt__in=attempts, **before).order_by().values_list("by")
    denied = Denial.objects.filter(attempt__in=attempts, **before).order_by().values_list("by")
    compared = PhotoComparison.objects.filter(check_of__attempt__in=attempts, **before).order_by().values_list("by")
    return {key for (key,) in judged.union(denied, compared)}
