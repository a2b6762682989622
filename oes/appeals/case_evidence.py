"""Reads for the case file: the evidence of the attempt, and what of it is contested."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Min, QuerySet

from oes.appeals.case_chain import ChainState, chain_state
from oes.appeals.case_shown import Clip, Film, Looker, Shot, blurred_of, clips_of, films_of, shot_of
from oes.appeals.case_words import UNTOLD, teller_words, told_words
from oes.appeals.line_words import line_caption
from oes.appeals.models import AppealLine, Blurred, LineKind, Release
from oes.attempts.models import Attempt
from oes.domain.carrying import Event, place_of
from oes.domain.own_data import Hidden
from oes.domain.spans import Span
from oes.owndata.findings import hidden_of
from oes.recordings.models import ClientEvent
from oes.review.account import AccountPage, account_page
from oes.review.answers import SaidAnswer, answers_of, event_of
from oes.review.card_queries import attempt_trust
from oes.review.denials import denials_of
from oes.review.figures import TrustFigure
from oes.review.ledger import Ledger, LedgerRow, ledger_of
from oes.review.models import Verdict
from oes.review.words import with_grade
from oes.violations.models import LedgerLine, Violation


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """One event that was found. `row`: its line of the ledger, with answer and denial; `contested`: by which line."""

    row: LedgerRow
    shot: Shot
    contested: int | None = None


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A contested line. `event`: as it is found now, None for other kinds and for one that is found no more."""

    line: AppealLine
    caption: str
    event: CaseEvent | None = None
    clips: tuple[Clip, ...] = ()

    @property
    def is_lost(self) -> bool:
        return self.line.kind == LineKind.EVENT and self.event is None


@dataclass(frozen=True, slots=True)
class Told:
    """What a program told of one kind: how often, and when first and last on the attempt's clock."""

    who: str
    what: str
    times: int
    first: float
    last: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the attempt has. `hidden`: why the appellant sees no findings (yet); then there are none here."""

    attempt: Attempt
    chain: ChainState
    trust: TrustFigure | None
    ledger: Ledger | None
    events: tuple[CaseEvent, ...]
    lost_answers: tuple[SaidAnswer, ...]
    films: tuple[Film, ...]
    account: AccountPage
    told: tuple[Told, ...]
    verdicts: tuple[Verdict, ...]
    releases: tuple[Release, ...]
    hidden: Hidden | None = None

    @property
    def contested(self) -> list[CaseEvent]:
        return [event for event in self.events if event.contested]


def evidence_of(
    attempt: Attempt, lines: Sequence[AppealLine], looker: Looker, now: datetime
) -> tuple[Evidence, list[CaseLine]]:
    """Return the evidence, and the contested lines beside what is found now. A fixed number of queries."""
    hidden = hidden_of(attempt, now) if looker.is_student else None
    films, made = films_of(attempt, looker), blurred_of(looker.appeal, looker)
    violations = [] if hidden else list(_violations(attempt))
    found = [event_of(violation) for violation in violations]
    places = {line.pk: place_of(_event(line), found) for line in lines if line.kind == LineKind.EVENT and found}
    contested = {place: line.position for line in lines if (place := places.get(line.pk)) is not None}
    ledger, lost = (None, ()) if hidden else _ledger(attempt, violations)
    events = _events(violations, ledger, contested, looker, {row.violation: row for row in made if row.violation})
    length = attempt.clock_seconds(now)
    shown = []
    for line in lines:
        place = places.get(line.pk)
        event = None if place is None else events.get(violations[place].uuid)
        shown.append(CaseLine(line, line_caption(line), event, clips_of(line, length, looker, films, made)))
    told = _rest(attempt, looker, now, hidden)
    return Evidence(
        ledger=ledger, events=tuple(events.values()), lost_answers=lost, films=tuple(films), hidden=hidden, **told
    ), shown  # fmt: skip


def _rest(attempt: Attempt, looker: Looker, now: datetime, hidden: Hidden | None) -> dict[str, object]:
    verdicts = Verdict.objects.filter(attempt=attempt).select_related("by")
    zone = ZoneInfo(looker.appeal.organisation.time_zone)
    return {
        "attempt": attempt,
        "chain": chain_state(attempt, now),
        "trust": None if hidden else attempt_trust(attempt),
        "account": account_page(attempt, links=looker.links, zone=zone, now=now),
        "told": tuple(_told(attempt)),
        "verdicts": tuple(verdicts.filter(released_at__isnull=False) if looker.is_student else verdicts),
        "releases": tuple(Release.objects.filter(verdict__attempt=attempt).select_related("verdict", "by")),
    }


def _violations(attempt: Attempt) -> QuerySet[Violation]:
    return with_grade(Violation.objects.filter(attempt=attempt).select_related("evidence"))


def _ledger(attempt: Attempt, violations: Sequence[Violation]) -> tuple[Ledger, tuple[SaidAnswer, ...]]:
    trust = getattr(attempt, "trust", None)
    lines = LedgerLine.objects.filter(trust__attempt=attempt).select_related("violation")
    answers, denials = answers_of(attempt, violations), denials_of(attempt, violations)
    grace_seconds = attempt.policy.value().grace_seconds
    ledger = ledger_of(
        list(lines), violations, grace_seconds, percent=trust.percent if trust else None,
        answers=answers.by_violation, denials=denials,
    )  # fmt: skip
    return ledger, answers.lost


def _events(
    violations: Sequence[Violation], ledger: Ledger | None, contested: Mapping[int, int], looker: Looker,
    made: Mapping[UUID, Blurred],
) -> dict[UUID, CaseEvent]:  # fmt: skip
    """Return the events in order of time, by uuid; `contested`: the number of the line by the event's place."""
    rows = {row.uuid: row for row in (*ledger.weighing, *ledger.free)} if ledger else {}
    found = {}
    for place, violation in enumerate(violations):
        if row := rows.get(violation.uuid):
            shot = shot_of(getattr(violation, "evidence", None), violation, looker, made.get(violation.uuid))
            found[violation.uuid] = CaseEvent(row, shot, contested.get(place))
    return found


def _event(line: AppealLine) -> Event:
    return Event(line.event_kind, Span(line.start_seconds or 0.0, line.end_seconds or 0.0), line.detail)


def _told(attempt: Attempt) -> Iterable[Told]:
    """Yield what testing system, extension and guard told, by who and what, in order of time."""
    rows = ClientEvent.objects.filter(attempt=attempt).exclude(source=ClientEvent.Source.RECORDER)
    rows = rows.exclude(kind__in=UNTOLD).order_by().values_list("source", "kind")
    found = rows.annotate(n=Count("pk"), first=Min("at_seconds"), last=Max("at_seconds")).order_by("first", "source")
    for source, kind, times, first, last in found:
        yield Told(teller_words(source), told_words(kind), times, first, last)
