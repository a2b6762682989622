"""Reads about exam sessions, each with a fixed number of queries."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from oes.accounts.models import Organisation
from oes.domain.exam_periods import Days, chosen
from oes.exams.models import Exam, ExamPeriod, Format, PeriodPlatform, Subject


def periods(organisation: Organisation) -> QuerySet[ExamPeriod]:
    """Return the sessions, newest first, with `taught` (subjects) and `planned` (obligatory exams)."""
    return ExamPeriod.objects.filter(organisation=organisation).annotate(
        taught=_counted(Subject.objects.filter(period=OuterRef("pk"))),
        planned=_counted(obligatory().filter(period=OuterRef("pk"))),
    )


def obligatory() -> QuerySet[Exam]:
    """Return the exams that count as planned obligatory ones (W2): not those of a subject without an exam duty."""
    return Exam.objects.real().exclude(subject__has_exam=False)


def _counted(rows: QuerySet[Any]) -> Coalesce:
    counts = rows.order_by().values("period").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counts), 0)


def current_period(organisation: Organisation, today: date, *, published: bool = False) -> ExamPeriod | None:
    """Return the session that is meant where none is named; `published`: among those that everybody may see."""
    rows = ExamPeriod.objects.filter(organisation=organisation)
    rows = rows.filter(is_published=True) if published else rows
    by_key = {row.pk: row for row in rows}
    found = chosen((Days(row.pk, row.starts_on, row.ends_on) for row in by_key.values()), today)
    return by_key[found.key] if found else None


@dataclass(frozen=True, slots=True)
class FormatLine:
    """How exams of one format are taken in a session: where, how many, from when to when."""

    format: Format
    platforms: tuple[PeriodPlatform, ...]
    subjects: int
    exams: int
    first_at: datetime | None
    last_at: datetime | None


def format_lines(period: ExamPeriod) -> list[FormatLine]:
    """Return a line for each format that the session has a platform, an exam or a subject of. Three queries."""
    platforms = list(period.platforms.all())
    exams = Exam.objects.real().filter(period=period).order_by().values("format")
    planned = {row["format"]: row for row in exams.annotate(n=Count("pk"), first=Min("opens_at"), last=Max("opens_at"))}
    subjects = period.subjects.filter(Q(has_exam=True) | Q(format=Format.CUMULATIVE)).order_by().values("format")
    taught = {row["format"]: row["n"] for row in subjects.annotate(n=Count("pk"))}
    lines = []
    for one in Format:
        here, told = tuple(row for row in platforms if row.format == one), planned.get(one, {})
        if here or told or taught.get(one):
            span = told.get("first"), told.get("last")
            lines.append(FormatLine(one, here, taught.get(one, 0), told.get("n", 0), *span))
    return lines


@dataclass(frozen=True, slots=True)
class Totals:
    """The sizes of a session (W2): subjects that are taught, obligatory exams that are planned."""

    subjects: int
    exams: int


def totals(period: ExamPeriod) -> Totals:
    """Return the sizes of a session. Two queries."""
    return Totals(period.subjects.count(), obligatory().filter(period=period).count())
