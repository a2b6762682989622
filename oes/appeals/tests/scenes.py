"""A released verdict, an appeal against it, a commission that decides it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from conftest import make_student, make_user
from oes.accounts.models import Organisation, Role, RoleGrant, User
from oes.appeals.deadlines import calendar_of, rules_of
from oes.appeals.filing import Contested, Words, file_appeal
from oes.appeals.filing_basis import basis_of
from oes.appeals.models import Appeal, Commission, CommissionMember, LineKind, MemberRole, Quota, Release, Topic
from oes.attempts.models import Attempt
from oes.domain.carrying import Event
from oes.domain.spans import Span
from oes.exams.models import Exam, ExamPeriod, Faculty, Student
from oes.review.models import Verdict
from oes.violations.models import LedgerLine
from tests.scenes import Seen, sit

SEEN = (Seen("nobody_in_frame", 600, 642), Seen("second_person", 1500, 1520), Seen("phone", 2400, 2412))
QUOTAS = {
    MemberRole.CHAIR: (1, 1),
    MemberRole.SECRETARY: (1, 1),
    MemberRole.TEACHER: (2, 3),
    MemberRole.STUDENT: (3, 3),
}
_ROLES = {MemberRole.SECRETARY: Role.SECRETARY, MemberRole.STUDENT: Role.STUDENT}
WORDS = Words(3, "6B06101 Computer science", "", "+7 701 000 00 00", "I sat alone.", (Topic.VIOLATION.value,))


def faculty_of(student: Student, name: str = "IT") -> Faculty:
    """Return the faculty of a student's group; it is made where there is none."""
    group = student.study_group
    if group.faculty is None:
        group.faculty, _ = Faculty.objects.get_or_create(organisation=student.organisation, name=name)
        group.save(update_fields=["faculty"])
    return group.faculty


def period_of(exam: Exam) -> ExamPeriod:
    """Return the period of an exam; it is made where there is none."""
    if exam.period is None:
        today = timezone.localdate()
        exam.period, _ = ExamPeriod.objects.get_or_create(
            organisation=exam.organisation, title="Winter", defaults={"starts_on": today, "ends_on": today}
        )
        exam.save(update_fields=["period"])
    return exam.period


def released_attempt(
    student: Student,
    exam: Exam,
    by: User,
    *,
    seen: Sequence[Seen] = SEEN,
    honest: bool = False,
    reason: str = "A phone.",
) -> Release:
    """Return the release of a verdict on an ended and judged attempt; `release.verdict.attempt` is the attempt.

    The rows are made straight away, as `release_verdict` would leave them.
    """
    faculty_of(student), period_of(exam)
    now = timezone.now()
    attempt = sit(student, exam, seen=seen)
    verdict = Verdict.objects.create(attempt=attempt, honest=honest, reason=reason, by=by, released_at=now)
    rules = rules_of(exam.organisation)
    calendar = calendar_of(exam.organisation, rules)
    return Release.objects.create(
        verdict=verdict, by=by, at=now, told=told_of(attempt, honest=honest, reason=reason),
        answer_until=calendar.deadline(now, rules.answer_days), appeal_until=calendar.deadline(now, rules.filing_days),
    )  # fmt: skip


def told_of(attempt: Attempt, *, honest: bool, reason: str) -> dict[str, Any]:
    """Return what a release tells (format 1)."""
    weights = dict(LedgerLine.objects.filter(trust__attempt=attempt).values_list("violation_id", "deduction"))
    events = [
        {
            "kind": row.kind, "detail": row.detail, "start_seconds": row.start_seconds, "end_seconds": row.end_seconds,
            "direct": row.direct, "deduction": weights.get(row.pk, 0.0), "rule": {"kk": "", "ru": "", "en": ""},
        }
        for row in attempt.violations.order_by("start_seconds")
    ]  # fmt: skip
    percent = attempt.trust.percent
    return {"v": 1, "honest": honest, "reason": reason, "percent": percent, "events": [] if honest else events}


def filed_appeal(
    student: Student, exam: Exam, by: User | None = None, *, release: Release | None = None, words: Words = WORDS,
    lines: Sequence[Contested] | None = None, **more: Any,
) -> Appeal:  # fmt: skip
    """Return an appeal that was filed now, through the service. Without `release` one is made, by `by`.

    `lines`: by default the verdict and the events that the release told. `more`: further arguments of `file_appeal`.
    """
    if release is None:
        assert by is not None
        release = released_attempt(student, exam, by)
    basis = basis_of(student, exam.uuid, timezone.now())
    wanted = lines_of(release) if lines is None else lines
    return file_appeal(uuid=uuid4(), basis=basis, words=words, lines=wanted, **more)


def lines_of(release: Release) -> list[Contested]:
    """Return lines that contest the verdict and each event that was told."""
    events = [
        Contested(
            LineKind.EVENT.value,
            "It was not so.",
            Event(one["kind"], Span(one["start_seconds"], one["end_seconds"]), one["detail"]),
            one["deduction"],
        )
        for one in release.told["events"]
    ]
    return [Contested(LineKind.VERDICT.value, "I was honest."), *events]


def commission_with(
    organisation: Organisation, period: ExamPeriod, faculty: Faculty | None = None, *, by: User,
    chair: int = 1, secretary: int = 1, teacher: int = 2, student: int = 3, substitutes: int = 0,
    prefix: str = "", quorum: int = 3, appointed: bool = True,
) -> Commission:  # fmt: skip
    """Return a commission with so many members of each role, and `substitutes` more of each role but the chair.

    Logins: `chair1`, `secretary1`, `teacher1`, ..., `teacher-sub1`, with `prefix` before them. Student members are
    students of the group COM-1.
    """
    row = Commission.objects.create(
        organisation=organisation, period=period, faculty=faculty, quorum=quorum, order_number="12-n",
        order_date=timezone.localdate(), appointed_at=timezone.now() if appointed else None,
        appointed_by=by if appointed else None,
    )  # fmt: skip
    counts = {"chair": chair, "secretary": secretary, "teacher": teacher, "student": student}
    for role, count in counts.items():
        low, high = QUOTAS[MemberRole(role)]
        Quota.objects.create(commission=row, role=role, minimum=min(low, count), maximum=max(high, count))
        for n in range(1, count + 1):
            add_member(row, role, f"{prefix}{role}{n}", by)
        for n in range(1, (substitutes if role != "chair" else 0) + 1):
            add_member(row, role, f"{prefix}{role}-sub{n}", by, is_substitute=True)
    return row


def add_member(
    commission: Commission, role: str, login: str, by: User, *, is_substitute: bool = False
) -> CommissionMember:
    """Return a new member of a commission, with an account that has what its role needs."""
    if role == MemberRole.STUDENT:
        user = make_student(commission.organisation, login, f"Member {login}", "COM-1").user
        RoleGrant.objects.create(user=user, role=Role.COMMISSION)
    else:
        user = make_user(commission.organisation, login, _ROLES.get(MemberRole(role), Role.COMMISSION))
    return CommissionMember.objects.create(
        commission=commission, user=user, role=role, is_substitute=is_substitute, added_by=by
    )


def made_late(appeal: Appeal, days: int = 3) -> Appeal:
    """Return the appeal with a deadline that has passed."""
    appeal.due_at = timezone.now() - timedelta(days=days)
    appeal.save(update_fields=["due_at"])
    return appeal
