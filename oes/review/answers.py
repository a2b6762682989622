"""What the student said to single events, each beside the event as it is found now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import TypeVar
from uuid import UUID

from oes.attempts.models import Attempt
from oes.domain.carrying import Event, place_of
from oes.domain.spans import Span
from oes.review.models import Answer, WordOnEvent
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
    return SaidAnswer(row.uuid, caption_of(row.kind), row.start_seconds, row.end_seconds, row.text, row.at)
