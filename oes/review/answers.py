"""What the student said to single events, each beside the event as it is found now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import TypeVar
from uuid import UUID

from oes.attempts.models import Attempt
from oes.domain.carrying import Event, is_same, place_of
from oes.domain.spans import Span
from oes.review.models import Answer, Verdict, WordOnEvent
from oes.review.words import caption_of
from oes.violations.models import Violation

Word = TypeVar("Word", bound=WordOnEvent)


@dataclass(frozen=True, slots=True)
class SaidAnswer:
    """The answer that stands for an event; caption and span are those of the event when it was answered."""

    uuid: UUID
    caption: str
    start_seconds: float
    end_seconds: float
    text: str
    at: datetime
    event: Event
    """As it was answered."""


@dataclass(frozen=True, slots=True)
class Contested:
    """How many events of an attempt are answered, and of how many of these there is an appeal."""

    answered: int
    appealed: int


NO_ANSWERS: Mapping[int, SaidAnswer] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Answers:
    """By the violation's key, and those to events that are found no more."""

    by_violation: Mapping[int, SaidAnswer]
    lost: tuple[SaidAnswer, ...]


def event_of(violation: Violation) -> Event:
    """Return a violation as the event that somebody may speak about."""
    return Event(violation.kind, Span(violation.start_seconds, violation.end_seconds), violation.detail)


def answers_of(attempt: Attempt, violations: Sequence[Violation]) -> Answers:
    """Return the answers of an attempt beside these violations, which are all of its own. One query.

    Of several answers to one event the newest stands; what was said to an event that is gone is not lost.
    """
    standing, lost = placed(Answer.objects.filter(attempt=attempt), violations)
    return Answers({key: _said(row) for key, row in standing.items()}, tuple(_said(row) for row in lost))


def answer_until(attempt: Attempt) -> datetime | None:
    """Return until when its student may answer events: None while no verdict is released, then always. One query.

    The deadline is that of the newest release, a row of an app above: only the name of the relation is known here.
    """
    told = Verdict.objects.filter(attempt=attempt, released_at__isnull=False).order_by("-released_at", "-pk")
    return told.values_list("release__answer_until", flat=True).first()


def contested_of(attempt: Attempt, answers: Answers, violations: Sequence[Violation]) -> Contested:
    """Return how many events are answered, and how many of these an appeal contests. One query.

    Appeals are rows of an app above: only the names of the relations are known here.
    """
    named = ("event_kind", "start_seconds", "end_seconds", "detail")
    lines = attempt.appeals.filter(lines__kind="event").values_list(*(f"lines__{name}" for name in named))
    contested = [Event(kind, Span(start, end), detail) for kind, start, end, detail in lines]
    answered = [event_of(row) for row in violations if row.pk in answers.by_violation]
    answered += [lost.event for lost in answers.lost]
    return Contested(len(answered), sum(any(is_same(said, event) for said in contested) for event in answered))


def placed(words: Iterable[Word], violations: Sequence[Violation]) -> tuple[dict[int, Word], list[Word]]:
    """Return the word that stands for each violation, by its key, and those to events that are found no more."""
    found = [event_of(violation) for violation in violations]
    standing: dict[int, Word] = {}
    lost: dict[Event, Word] = {}
    for word in words:
        place = place_of(word.event(), found)
        if place is None:
            lost[word.event()] = word
        else:
            standing[violations[place].pk] = word
    return standing, list(lost.values())


def _said(row: Answer) -> SaidAnswer:
    return SaidAnswer(row.uuid, caption_of(row.kind), row.start_seconds, row.end_seconds, row.text, row.at, row.event())
