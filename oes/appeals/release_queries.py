"""Reads for the pages of released verdicts: what waits, what was told, and the student's own result."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, QuerySet
from django.utils.translation import get_language

from oes.accounts.models import Organisation
from oes.appeals.models import Decision, Outcome, Release
from oes.appeals.release_facts import Prepared, deadlines_of, prepared, standing, with_facts
from oes.appeals.release_words import last_day
from oes.attempts.models import Attempt
from oes.domain.attempt_state import ENDED
from oes.exams.models import Exam
from oes.review.models import Verdict
from oes.review.words import caption_with_detail, weight_text
from oes.violations.models import Violation


@dataclass(frozen=True, slots=True)
class ToldLine:
    """An event as it was, or would be, told, in the reader's language."""

    kind: str
    caption: str
    start_seconds: float
    end_seconds: float
    direct: bool
    weight: str
    rule: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody whose verdict is not told, and the code of why."""

    name: str
    group: str
    code: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a release of many would do."""

    ready: tuple[Prepared, ...]
    left_out: tuple[LeftOut, ...]
    rest: int
    """How many wait beyond those of one request."""


def told_lines(told: dict[str, Any]) -> list[ToldLine]:
    """Return the events of `Release.told` in the reader's language. No query."""
    language = (get_language() or "ru")[:2]
    return [_line(event, language) for event in told["events"]]


def _line(event: dict[str, Any], language: str) -> ToldLine:
    named = {name: event[name] for name in ("kind", "detail", "start_seconds", "end_seconds")}
    rule = event["rule"].get(language) or event["rule"].get("ru", "")
    weight = weight_text(event["deduction"]) if event["deduction"] is not None else ""
    caption = caption_with_detail(Violation(**named))
    return ToldLine(event["kind"], caption, event["start_seconds"], event["end_seconds"], event["direct"], weight, rule)


def waiting_of(organisation: Organisation, exam: UUID | None = None) -> QuerySet[Verdict]:
    """Return the verdicts that wait, those of one exam together, the oldest first."""
    rows = standing(organisation.pk)
    rows = rows.filter(attempt__enrolment__exam__uuid=exam) if exam else rows
    order = ("attempt__enrolment__exam__title", "attempt__enrolment__exam_id", "at", "pk")
    return with_facts(rows).order_by(*order)


def waiting_exams(organisation: Organisation) -> list[dict[str, Any]]:
    """Return the exams with verdicts that wait: exam (uuid), title, count. One query."""
    named = {"exam": F("attempt__enrolment__exam__uuid"), "title": F("attempt__enrolment__exam__title")}
    return list(standing(organisation.pk).order_by().values(**named).annotate(count=Count("pk")).order_by("title"))


def prepared_page(rows: Iterable[Verdict], organisation: Organisation, now: datetime) -> list[Prepared]:
    """Return what each of these would tell. Two queries beside those of the rows."""
    return prepared(rows, deadlines_of(organisation, now))


def changed_by(lines: Iterable[Prepared]) -> dict[int, int]:
    """Return which of these verdicts a commission decided: the number of its appeal, by the verdict's key. One query.

    The verdict is written in the step of the decision, after it and by the same person.
    """
    verdicts = {(one.verdict.attempt_id, one.verdict.by_id): one.verdict for one in lines if one.verdict.honest}
    rows = Decision.objects.filter(
        outcome=Outcome.CHANGE_VERDICT, line__appeal__attempt__in={attempt for attempt, _ in verdicts}
    )
    found = {}
    for attempt, by, at, number in rows.values_list(
        "line__appeal__attempt", "by", "at", "line__appeal__number"
    ).order_by("at"):
        verdict = verdicts.get((attempt, by))
        if verdict and verdict.at >= at:
            found[verdict.pk] = number
    return found


def preview_of(
    organisation: Organisation, *, exam: Exam | None, chosen: Collection[UUID], now: datetime, most: int
) -> Preview:
    """Return what a release of all of an exam, or of the chosen verdicts, would do. A fixed number of queries."""
    rows = waiting_of(organisation, exam.uuid if exam else None)
    if exam is None:
        rows = rows.filter(uuid__in=chosen)
    waiting = prepared_page(rows, organisation, now)
    ready = [one for one in waiting if not one.code]
    left_out = [_left_out(one.verdict.attempt, one.code) for one in waiting if one.code]
    if exam is not None:
        left_out += [_left_out(row, "unjudged" if row.state in ENDED else "running") for row in _without_verdict(exam)]
    return Preview(tuple(ready[:most]), tuple(left_out), max(0, len(ready) - most))


def _without_verdict(exam: Exam) -> QuerySet[Attempt]:
    rows = Attempt.objects.real().filter(enrolment__exam=exam, started_at__isnull=False, verdicts=None)
    return rows.select_related("enrolment__student__study_group").order_by("enrolment__student__full_name")


def _left_out(attempt: Attempt, code: str) -> LeftOut:
    student = attempt.enrolment.student
    return LeftOut(student.full_name, student.study_group.code, code)


def releases_of(attempt: Attempt) -> QuerySet[Release]:
    """Return all that a student was told of an attempt, newest first."""
    return Release.objects.filter(verdict__attempt=attempt).select_related("verdict__by")


@dataclass(frozen=True, slots=True)
class Until:
    """Until when something is taken: `day` is the last one, in the institution's zone."""

    day: date
    is_open: bool


def until_of(moment: datetime, zone: str, now: datetime) -> Until:
    """Return a deadline as pages say it."""
    return Until(last_day(moment, zone), now < moment)


def deadlines_shown(verdict: Any, release: Release | None, now: datetime) -> dict[str, Until]:
    """Return until when its student may answer and appeal; of one that is not told yet: if it were told now."""
    organisation = verdict.attempt.enrolment.student.user.organisation
    found = release or deadlines_of(organisation, now)
    zone = organisation.time_zone
    return {"answers": until_of(found.answer_until, zone, now), "appeals": until_of(found.appeal_until, zone, now)}
