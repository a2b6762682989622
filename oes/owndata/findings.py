"""What was found in an attempt, for its student: only once exam and rules allow it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from oes.attempts.models import Attempt
from oes.domain.own_data import Hidden, findings_hidden
from oes.domain.policy import Policy
from oes.review.answers import SaidAnswer, answers_of
from oes.review.denials import denials_of
from oes.review.models import Verdict
from oes.review.words import caption_with_detail, weight_text, why_free, with_grade
from oes.violations.models import Evidence, LedgerLine, Trust, Violation


@dataclass(frozen=True, slots=True)
class Finding:
    """One event. `weight` is what it takes off; `note` says why it takes nothing."""

    uuid: UUID
    kind: str
    caption: str
    start_seconds: float
    end_seconds: float
    weight: str
    note: str
    has_picture: bool
    answer: SaidAnswer | None = None
    denied: bool = False
    """A person took it out of the trust after review."""


@dataclass(frozen=True, slots=True)
class Findings:
    """`hidden` says why there are none to see (yet). `percent`: what the program stated, if it stated one."""

    hidden: Hidden | None
    percent: int | None
    events: tuple[Finding, ...]
    lost_answers: tuple[SaidAnswer, ...]


def hidden_of(attempt: Attempt, now: datetime) -> Hidden | None:
    """Return why the findings of an attempt are hidden from its student, or None. At most one query."""
    trust = _trust(attempt)
    policy = attempt.policy.value()
    told = set(Verdict.objects.filter(attempt=attempt, released_at__isnull=False).values_list("honest", flat=True))
    return findings_hidden(
        policy,
        has_ended=attempt.has_ended,
        exam_over=now >= attempt.enrolment.exam.closes_at,
        is_final=attempt.started_at is None or bool(trust and trust.is_final),
        is_released=bool(told),
        is_accused=False in told,
    )


def findings_of(attempt: Attempt, now: datetime) -> Findings:
    """Return what the student may see. A fixed number of queries."""
    hidden, policy = hidden_of(attempt, now), attempt.policy.value()
    if hidden is not None:
        return Findings(hidden, None, (), ())
    violations = list(_violations(attempt))
    answers, denials = answers_of(attempt, violations), denials_of(attempt, violations)
    lines = {line.violation_id: line for line in LedgerLine.objects.filter(trust__attempt=attempt)}
    events = tuple(
        replace(
            _finding(row, lines.get(row.pk), policy),
            answer=answers.by_violation.get(row.pk),
            denied=row.pk in denials.by_violation,
        )
        for row in violations
    )
    trust = _trust(attempt)
    return Findings(None, trust.percent if trust else None, events, answers.lost)


def _violations(attempt: Attempt) -> Iterable[Violation]:
    return with_grade(Violation.objects.filter(attempt=attempt).select_related("evidence"))


def _finding(violation: Violation, line: LedgerLine | None, policy: Policy) -> Finding:
    evidence: Evidence | None = getattr(violation, "evidence", None)
    return Finding(
        uuid=violation.uuid,
        kind=violation.kind,
        caption=caption_with_detail(violation),
        start_seconds=violation.start_seconds,
        end_seconds=violation.end_seconds,
        weight=weight_text(line.deduction) if line else "",
        note=why_free(violation, line, policy.grace_seconds),
        has_picture=bool(evidence and evidence.blob_key),
    )


def _trust(attempt: Attempt) -> Trust | None:
    return getattr(attempt, "trust", None)
