"""The ledger in words: what each violation took away from 100, by which rule, and how they add up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext as _

from oes.domain.trust import FULL
from oes.review.answers import NO_ANSWERS, SaidAnswer
from oes.review.denials import NO_DENIALS, Denials, SaidDenial, after_review
from oes.review.grades import GradeWords, grade_words
from oes.review.source_words import told_by
from oes.review.words import caption_with_detail, is_capped, shape_of, short, weight_text, why_free
from oes.violations.models import LedgerLine, Violation

HASH_LETTERS = 10


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One line of the ledger. `rule` names event, seconds and cap; `why_free` says why it weighs nothing."""

    uuid: UUID
    caption: str
    start_seconds: float
    end_seconds: float
    counted_seconds: str
    rule: str
    deduction: str
    capped: bool
    why_free: str
    told_by: str
    grade: GradeWords
    evidence_hash: str
    shape: str
    answer: SaidAnswer | None = None
    denial: SaidDenial | None = None

    @property
    def weighs(self) -> bool:
        return not self.why_free


@dataclass(frozen=True, slots=True)
class Ledger:
    """All lines, those that weigh apart from those that do not, and their sum."""

    weighing: tuple[LedgerRow, ...]
    free: tuple[LedgerRow, ...]
    lost: str
    left: str
    is_rounded: bool
    after_review: int | None
    """The percent without what people denied; None where nothing is denied or no percent is stated."""


def ledger_of(
    lines: Sequence[LedgerLine],
    violations: Iterable[Violation],
    grace_seconds: float,
    *,
    percent: int | None,
    answers: Mapping[int, SaidAnswer] = NO_ANSWERS,
    denials: Denials = NO_DENIALS,
) -> Ledger:
    """Return the ledger of a trust; the lines are those of its violations. `answers`: by the violation's key.
    `percent`: what the machine states."""
    by_key = {violation.pk: violation for violation in violations}
    rows = [
        replace(
            _row(line, by_key[line.violation_id], grace_seconds),
            answer=answers.get(line.violation_id),
            denial=denials.by_violation.get(line.violation_id),
        )
        for line in lines
        if line.violation_id in by_key
    ]
    lost = sum(line.deduction for line in lines)
    left = max(0.0, FULL - lost)
    return Ledger(
        tuple(row for row in rows if row.weighs),
        tuple(row for row in rows if not row.weighs),
        weight_text(lost),
        short(left),
        abs(left - round(left)) > 1e-6,
        after_review(percent, lines, denials),
    )


def _row(line: LedgerLine, violation: Violation, grace_seconds: float) -> LedgerRow:
    return LedgerRow(
        uuid=violation.uuid,
        caption=caption_with_detail(violation),
        start_seconds=violation.start_seconds,
        end_seconds=violation.end_seconds,
        counted_seconds=short(line.counted_seconds),
        rule=_rule(line),
        deduction=weight_text(line.deduction),
        capped=is_capped(line),
        why_free=why_free(violation, line, grace_seconds),
        told_by=told_by(violation),
        grade=grade_words(violation, line),
        evidence_hash=line.evidence_sha256[:HASH_LETTERS],
        shape=shape_of(violation),
    )


def _rule(line: LedgerLine) -> str:
    values = {
        "event": short(line.per_event),
        "second": short(line.per_second),
        "cap": short(line.cap),
        "seconds": short(line.counted_seconds),
    }
    if line.per_second:
        return _("%(event)s for the event + %(seconds)s s × %(second)s, the kind at most %(cap)s") % values
    return _("%(event)s for the event, the kind at most %(cap)s") % values
