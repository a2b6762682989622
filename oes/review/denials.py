"""Which events a person denied, each beside the event as it is found now, and the trust after review."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from oes.attempts.models import Attempt
from oes.domain.after_review import Deduction, percent_after_review
from oes.review.answers import placed
from oes.review.models import Denial
from oes.review.words import caption_of
from oes.violations.models import LedgerLine, Violation


@dataclass(frozen=True, slots=True)
class SaidDenial:
    """The denial that stands for an event; caption and span are those of the event when it was denied."""

    caption: str
    start_seconds: float
    end_seconds: float
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Denials:
    """By the violation's key, and those of events that are found no more."""

    by_violation: Mapping[int, SaidDenial] = field(default_factory=dict)
    lost: tuple[SaidDenial, ...] = ()


NO_DENIALS = Denials()


def with_denials() -> "Prefetch[Any]":
    """Return what fetches the denials of attempts with them."""
    return Prefetch("denials", queryset=Denial.objects.select_related("by"))


def denials_of(attempt: Attempt, violations: Sequence[Violation]) -> Denials:
    """Return the denials that stand beside these violations, which are all of the attempt. One query."""
    return among(Denial.objects.filter(attempt=attempt).select_related("by"), violations)


def among(rows: Iterable[Denial], violations: Sequence[Violation]) -> Denials:
    """Return which of an attempt's denials stand beside its violations."""
    standing, lost = placed(rows, violations)
    return Denials(
        {key: _said(row) for key, row in standing.items() if row.denied},
        tuple(_said(row) for row in lost if row.denied),
    )


def after_review(percent: int | None, lines: Iterable[LedgerLine], denials: Denials) -> int | None:
    """Return the trust after review; None where the machine states none, or nobody denied anything that is found.

    `lines`: the whole ledger of the attempt, whose violations are in order.
    """
    if percent is None or not denials.by_violation:
        return None
    told = (Deduction(line.violation_id, line.violation.kind, line.uncapped, line.cap) for line in lines)
    return percent_after_review(told, denials.by_violation.keys())


def denied_words(denial: SaidDenial) -> str:
    """Return who denied an event, and why, as a remark of a report."""
    return _("denied by %(name)s: %(reason)s") % {"name": denial.by, "reason": denial.reason}


def _said(row: Denial) -> SaidDenial:
    return SaidDenial(caption_of(row.kind), row.start_seconds, row.end_seconds, row.reason, row.by.shown_name, row.at)
