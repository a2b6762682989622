"""What a student may pick to contest: the verdict, the mark, the conduct of the exam, each event as it was told."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from oes.appeals.filing import Contested
from oes.appeals.filing_basis import Basis
from oes.appeals.line_words import event_caption
from oes.appeals.models import LineKind
from oes.attempts.models import Attempt
from oes.domain.carrying import Event, place_of
from oes.domain.filing import late_kinds
from oes.domain.spans import Span
from oes.lib.canonical import canonical, digest
from oes.owndata.findings import hidden_of
from oes.review.answers import event_of
from oes.review.words import weight_text
from oes.violations.models import LedgerLine, Violation


@dataclass(frozen=True, slots=True)
class Choice:
    """One line that can be contested. `at`, `end`: moments; `link`: where the student sees it."""

    key: str
    kind: str
    caption: str
    note: str = ""
    event: Event | None = None
    deduction: float | None = None
    at: datetime | None = None
    end: datetime | None = None
    weight: str = ""
    link: str = ""

    def contested(self, text: str) -> Contested:
        """Return the line with what the student wrote to it."""
        return Contested(self.kind, text, self.event, self.deduction)


def choices_of(basis: Basis, now: datetime, *, late: bool = False) -> list[Choice]:
    """Return what can be contested at a moment; `late`: also what cannot be any more. At most four queries."""
    kinds = set(basis.until)
    if not late:
        kinds -= set(late_kinds(kinds, basis.until, now))
    found = [choice for kind, choice in _whole(basis).items() if kind in kinds]
    return found + (_events(basis, now) if LineKind.EVENT in kinds else [])


def _whole(basis: Basis) -> dict[str, Choice]:
    told = basis.release.told if basis.release else {}
    verdict = _("Verdict: honest") if told.get("honest") else _("Verdict: not honest")
    mark = reverse("written:mark", args=[basis.exam.uuid]) if basis.work else ""
    return {
        LineKind.VERDICT: Choice("verdict", LineKind.VERDICT, verdict, note=str(told.get("reason", ""))),
        LineKind.MARK: Choice("mark", LineKind.MARK, _("The mark of my written work"), link=mark),
        LineKind.CONDUCT: Choice(
            "conduct", LineKind.CONDUCT, _("How the exam was conducted"),
            note=_("For example the time, the tasks, the testing system, a fault, the behaviour of somebody."),
        ),
    }  # fmt: skip


def _events(basis: Basis, now: datetime) -> list[Choice]:
    """Return the events that the release told, and those that the student sees beside them, in order of time."""
    attempt, release = basis.attempt, basis.release
    if attempt is None or release is None:
        return []
    violations = list(Violation.objects.filter(attempt=attempt).order_by("start_seconds", "pk"))
    found, told = [event_of(row) for row in violations], []
    for one in release.told["events"]:
        event = Event(one["kind"], Span(one["start_seconds"], one["end_seconds"]), one["detail"])
        place = place_of(event, found)
        told.append((event, one["deduction"], violations[place] if place is not None else None))
    if hidden_of(attempt, now) is None:
        named = {row.pk for _event, _weight, row in told if row}
        weights = dict(LedgerLine.objects.filter(trust__attempt=attempt).values_list("violation_id", "deduction"))
        told += [(event_of(row), weights.get(row.pk), row) for row in violations if row.pk not in named]
    told.sort(key=lambda one: (one[0].span.start, one[0].kind))
    return [_event(attempt, *one) for one in told]


def _event(attempt: Attempt, event: Event, deduction: float | None, row: Violation | None) -> Choice:
    start, span = attempt.started_at, event.span
    link = reverse("owndata:page", args=[attempt.uuid]) + (f"#event-{row.uuid}" if row else "")
    return Choice(
        key_of(event), LineKind.EVENT, event_caption(event.kind, event.detail), event=event, deduction=deduction,
        at=start + timedelta(seconds=span.start) if start else None,
        end=start + timedelta(seconds=span.end) if start and span.end > span.start else None,
        weight=weight_text(deduction) if deduction is not None else "", link=link,
    )  # fmt: skip


def key_of(event: Event) -> str:
    """Return what an event is called in the form: the same for the same event at any time."""
    told = [event.kind, event.detail, event.span.start, event.span.end]
    return "event-" + digest(canonical(told))[:16]
