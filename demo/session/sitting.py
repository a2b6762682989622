"""Everybody sits every test, as rows; a hundredth of the attempts lack evidence, and most of these are judged."""

from collections import defaultdict
from datetime import timedelta
from random import Random

from django.utils import timezone

from demo.session.making import Made
from oes.attempts.models import Attempt, Consent
from oes.domain.attempt_state import AttemptState
from oes.domain.durations import total_displayed_minutes
from oes.domain.trust import CountedExam, TrustState, overall_trust
from oes.exams.models import Enrolment, Exam, Format
from oes.exams.services import current_policy
from oes.review.services import record_verdict
from oes.violations.models import StudentSummary, Trust

THIN = 100
"""Of so many attempts one has too little evidence."""
UNJUDGED = 10
"""Of so many of these one still waits for a person."""
BATCH = 90


def sit(made: Made) -> int:
    """Make an attempt with consent and trust for each student of each test; return how many."""
    random, policy = Random(3), current_policy(made.organisation)
    enrolments = list(
        Enrolment.objects.filter(exam__period=made.period, exam__format=Format.TEST)
        .select_related("exam")
        .order_by("pk")
    )
    attempts = [_attempt(enrolment, random, policy) for enrolment in enrolments]
    Attempt.objects.bulk_create(attempts, batch_size=BATCH)
    Consent.objects.bulk_create(
        [Consent(enrolment=a.enrolment, attempt=a, accepted=True, text_version="1", language="kk") for a in attempts],
        batch_size=BATCH,
    )
    trusts = [_trust(attempt, number, random) for number, attempt in enumerate(attempts)]
    Trust.objects.bulk_create(trusts, batch_size=BATCH)
    _summaries(trusts)
    return len(attempts)


def _attempt(enrolment: Enrolment, random: Random, policy: object) -> Attempt:
    exam: Exam = enrolment.exam
    start = exam.opens_at + timedelta(seconds=random.randrange(600))
    end = start + timedelta(seconds=random.randrange(2400, exam.planned_minutes * 60 + 1))
    return Attempt(
        enrolment=enrolment, attempt_number=1, policy=policy, state=AttemptState.SUBMITTED, started_at=start,
        ended_at=end, end_source="student", changed_at=end,
    )  # fmt: skip


def _trust(attempt: Attempt, number: int, random: Random) -> Trust:
    thin = number % THIN == 0
    assert attempt.started_at and attempt.ended_at
    return Trust(
        attempt=attempt, state=TrustState.INSUFFICIENT_EVIDENCE if thin else TrustState.STATED,
        percent=None if thin else min(100, 60 + random.randrange(60)), coverage=0.4 if thin else 0.99,
        counted_seconds=(attempt.ended_at - attempt.started_at).total_seconds() - 180, is_final=True,
        built_at=timezone.now(), seen_changed_at=attempt.changed_at,
    )  # fmt: skip


def _summaries(trusts: list[Trust]) -> None:
    of: dict[int, list[Trust]] = defaultdict(list)
    for trust in trusts:
        of[trust.attempt.enrolment.student_id].append(trust)
    StudentSummary.objects.bulk_create([_summary(student, rows) for student, rows in of.items()], batch_size=BATCH)


def _summary(student: int, trusts: list[Trust]) -> StudentSummary:
    exams = [CountedExam(trust.percent, trust.counted_seconds) for trust in trusts]
    percents = [trust.percent for trust in trusts if trust.percent is not None]
    thin = [trust.coverage for trust in trusts if trust.percent is None]
    minutes = total_displayed_minutes(trust.counted_seconds + 180 for trust in trusts)
    return StudentSummary(
        student_id=student, exams=len(exams), displayed_minutes=minutes, trust_percent=overall_trust(exams),
        worst_percent=min(percents, default=None), insufficient=bool(thin), least_coverage=min(thin, default=None),
    )  # fmt: skip


def judge(made: Made) -> int:
    """Give a verdict on the attempts that need one, but for a few that still wait; return how many."""
    rows = Attempt.objects.filter(enrolment__exam__period=made.period, trust__state=TrustState.INSUFFICIENT_EVIDENCE)
    count = 0
    for number, attempt in enumerate(rows.order_by("pk")):
        if number % UNJUDGED:
            record_verdict(attempt=attempt, honest=True, reason="Seen in the room.", by=made.administrator)
            count += 1
    return count
