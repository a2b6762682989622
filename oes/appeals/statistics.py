"""What became of the appeals of a period, and what they say about the detectors. A fixed number of queries."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

from django.db.models import Count, Min, QuerySet

from oes.accounts.models import Organisation
from oes.appeals.models import Appeal, AppealLine, AppealStep, Decision, LineKind, Outcome
from oes.domain.appeal_state import OPEN, AppealState
from oes.domain.detector_feedback import Feedback, Word
from oes.domain.policy import Policy
from oes.domain.violations import KINDS
from oes.exams.models import ExamPeriod, ProctoringPolicy
from oes.lib.proposals import Proposal
from oes.violations.models import Violation

_DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class Statistics:
    """Of some appeals. `days`: from filing to decision, the median and the longest; None where none is decided."""

    filed: int
    by_mail: int
    open: int
    refused: int
    withdrawn: int
    decided: int
    changed: int
    """Of the decided ones: at least one line was not upheld."""
    topics: dict[str, int]
    outcomes: dict[str, int]
    """Of lines."""
    days: tuple[float, float] | None

    @property
    def upheld(self) -> int:
        return self.decided - self.changed


def statistics_of(appeals: QuerySet[Appeal]) -> Statistics:
    """Return the figures of some appeals. Three queries."""
    rows = list(appeals.order_by().values("pk", "state", "via", "topics", "filed_at"))
    states = Counter(row["state"] for row in rows)
    outcomes = list(Decision.objects.filter(line__appeal__in=appeals.order_by()).values_list("line__appeal", "outcome"))
    done = {appeal for appeal, _ in outcomes}
    return Statistics(
        filed=len(rows),
        by_mail=sum(row["via"] == Appeal.Via.MAIL for row in rows),
        open=sum(states[state] for state in OPEN),
        refused=states[AppealState.REFUSED],
        withdrawn=states[AppealState.WITHDRAWN],
        decided=len(done),
        changed=len({appeal for appeal, outcome in outcomes if outcome != Outcome.UPHOLD}),
        topics=dict(Counter(topic for row in rows for topic in row["topics"])),
        outcomes=dict(Counter(outcome for _, outcome in outcomes)),
        days=_days(rows, appeals),
    )


def _days(rows: Iterable[dict[str, Any]], appeals: QuerySet[Appeal]) -> tuple[float, float] | None:
    steps = AppealStep.objects.filter(appeal__in=appeals.order_by(), state=AppealState.DECIDED).order_by()
    ended: dict[int, datetime] = dict(steps.values_list("appeal").annotate(at=Min("at")))
    spent = [(ended[row["pk"]] - row["filed_at"]).total_seconds() / _DAY for row in rows if row["pk"] in ended]
    return (median(spent), max(spent)) if spent else None


def feedback_of(organisation: Organisation, period: ExamPeriod | None = None) -> list[Feedback]:
    """Return what the appeals say about each kind that was contested, the most contested first. Three queries.

    Without a period: of all that the institution has.
    """
    found = Violation.objects.filter(attempt__enrolment__exam__organisation=organisation)
    lines = AppealLine.objects.filter(appeal__organisation=organisation, kind=LineKind.EVENT)
    if period:
        found, lines = found.filter(attempt__enrolment__exam__period=period), lines.filter(appeal__period=period)
    contested = dict(lines.order_by().values_list("event_kind").annotate(count=Count("pk")))
    words = lines.filter(decision__isnull=False).order_by().values_list("event_kind", "decision__outcome")
    decided = {(kind, outcome): count for kind, outcome, count in words.annotate(count=Count("pk"))}
    counts = dict(found.filter(kind__in=contested).order_by().values_list("kind").annotate(count=Count("pk")))
    rows = [
        Feedback(
            kind, kind in KINDS and KINDS[kind].direct, max(counts.get(kind, 0), count), count,
            sum(number for (name, _), number in decided.items() if name == kind),
            decided.get((kind, Outcome.DENY_EVENT), 0),
        )
        for kind, count in contested.items()
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (-row.contested, row.kind))


def proposals(organisation: Organisation) -> list[Proposal]:
    """Return which kinds of the newest rules are proposed to weigh nothing: the form of new rules shows it."""
    rows = [row for row in feedback_of(organisation) if row.word is Word.PROPOSED]
    newest = ProctoringPolicy.objects.filter(organisation=organisation).order_by("-version").first() if rows else None
    weights = (newest.value() if newest else Policy()).weights
    return [
        Proposal(row.kind, KINDS[row.kind].label, row.denied, row.decided) for row in rows if _weighs(weights, row.kind)
    ]


def _weighs(weights: Any, kind: str) -> bool:
    weight = weights.get(kind)
    return weight is not None and bool(weight.per_event or weight.per_second)
