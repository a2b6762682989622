"""The student's result: the verdict as it was told, each event with film, picture and the student's own answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from oes.accounts.links import Links
from oes.appeals.models import Appeal, Release
from oes.appeals.release_queries import ToldLine, Until, told_lines, until_of
from oes.attempts.models import Attempt
from oes.domain.carrying import Event, place_of
from oes.domain.clips import AFTER_SECONDS, BEFORE_SECONDS
from oes.domain.spans import Span
from oes.owndata.queries import Playable, picture_url, playable_of
from oes.review.answers import SaidAnswer, answers_of, event_of
from oes.review.denials import denials_of
from oes.violations.models import Violation


@dataclass(frozen=True, slots=True)
class Clip:
    """A part of a recording, by a link that only this student can follow."""

    track: str
    url: str


@dataclass(frozen=True, slots=True)
class ResultEvent:
    """One event as it was told. `uuid`: of the event as it is found now, None where it is found no more."""

    told: ToldLine
    uuid: UUID | None
    clips: tuple[Clip, ...]
    picture: str
    answer: SaidAnswer | None
    denied: bool
    """A person took it out after it was told."""


@dataclass(frozen=True, slots=True)
class Result:
    """The whole page."""

    release: Release
    earlier: tuple[Release, ...]
    """What was told before, newest first."""
    events: tuple[ResultEvent, ...]
    answers: Until
    appeals: Until
    appeal: Appeal | None
    """The student's newest appeal about this exam."""

    @property
    def percent(self) -> int | None:
        return self.release.told["percent"]


def result_of(attempt: Attempt, rows: Sequence[Release], links: Links, now: datetime) -> Result:
    """Return the page; `rows`: what was told, newest first, at least once. A fixed number of queries."""
    release, zone = rows[0], attempt.enrolment.student.organisation.time_zone
    return Result(
        release=release,
        earlier=tuple(rows[1:]),
        events=tuple(_events(attempt, release, links)),
        answers=until_of(release.answer_until, zone, now),
        appeals=until_of(release.appeal_until, zone, now),
        appeal=_appeal_of(attempt),
    )


def _appeal_of(attempt: Attempt) -> Appeal | None:
    enrolment = attempt.enrolment
    return Appeal.objects.filter(student=enrolment.student_id, exam=enrolment.exam_id).first()


def _events(attempt: Attempt, release: Release, links: Links) -> list[ResultEvent]:
    violations = list(Violation.objects.filter(attempt=attempt).select_related("evidence"))
    answers, denials = answers_of(attempt, violations), denials_of(attempt, violations)
    found, films = [event_of(row) for row in violations], playable_of(attempt, links)
    shown = []
    for line, told in zip(told_lines(release.told), release.told["events"], strict=True):
        place = place_of(Event(line.kind, Span(line.start_seconds, line.end_seconds), told["detail"]), found)
        row = violations[place] if place is not None else None
        shown.append(
            ResultEvent(
                told=line,
                uuid=row.uuid if row else None,
                clips=clips_of(line, films),
                picture=_picture(attempt, row, links),
                answer=answers.by_violation.get(row.pk) if row else None,
                denied=bool(row and row.pk in denials.by_violation),
            )
        )
    return shown


def clips_of(line: ToldLine, films: Sequence[Playable]) -> tuple[Clip, ...]:
    """Return the parts of the films that show an event; players stop at the end of the part by themselves."""
    start, end = max(0.0, line.start_seconds - BEFORE_SECONDS), line.end_seconds + AFTER_SECONDS
    return tuple(
        Clip(film.track, f"{film.url}#t={max(start, film.start_seconds):.1f},{min(end, film.end_seconds):.1f}")
        for film in films
        if film.start_seconds <= line.end_seconds and line.start_seconds <= film.end_seconds
    )


def _picture(attempt: Attempt, row: Violation | None, links: Links) -> str:
    evidence = getattr(row, "evidence", None) if row else None
    return picture_url(attempt, "evidence", row.uuid, links) if row and evidence and evidence.blob_key else ""
