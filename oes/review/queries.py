"""Reads for the students page, with a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from oes.accounts.models import Organisation
from oes.exams.models import Student, StudyGroup
from oes.exams.queries import named
from oes.review.figures import TrustFigure, trust_figure
from oes.violations.models import StudentSummary

PAGE_SIZE = 50
_SORT_KEYS = {"kk": "sort_kk", "ru": "sort_ru", "en": "sort_en"}


@dataclass(frozen=True, slots=True)
class StudentRow:
    """One line of the table (G6)."""

    uuid: UUID
    name: str
    group: str
    exams: int
    minutes: int
    trust: TrustFigure
    direct: int


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of the displayed columns over all pages of the list (G9)."""

    students: int
    exams: int
    minutes: int


@dataclass(frozen=True, slots=True)
class StudentList:
    """A page of the table, and the totals of the whole."""

    page: Page
    rows: tuple[StudentRow, ...]
    totals: Totals


def student_list(
    *,
    organisation: Organisation,
    language: str,
    name: str = "",
    group: StudyGroup | None = None,
    page: str | None = "1",
) -> StudentList:
    """Return the authorised students, those who need a person first (G5, G7, G8). Two queries and a count."""
    found = _filtered(organisation, name, group)
    paginator = Paginator(_ordered(found, language), PAGE_SIZE)
    shown = paginator.get_page(page)
    sums = found.aggregate(exams=Sum("summary__exams"), minutes=Sum("summary__displayed_minutes"))
    totals = Totals(paginator.count, sums["exams"] or 0, sums["minutes"] or 0)
    return StudentList(shown, tuple(_rows(shown.object_list)), totals)


def all_students(
    *, organisation: Organisation, language: str, name: str = "", group: StudyGroup | None = None
) -> list[StudentRow]:
    """Return all rows that `student_list` has pages of. One query."""
    return list(_rows(_ordered(_filtered(organisation, name, group), language)))


def _filtered(organisation: Organisation, name: str, group: StudyGroup | None) -> QuerySet[Student]:
    found = Student.objects.filter(organisation=organisation, authorised_at__isnull=False)
    found = named(found, "search_name", name)
    return found.filter(study_group=group) if group else found


def _ordered(found: QuerySet[Student], language: str) -> QuerySet[Student]:
    return found.select_related("study_group", "summary").order_by(
        Coalesce("summary__insufficient", Value(False)).desc(),
        F("summary__trust_percent").asc(nulls_last=True),
        F("summary__worst_percent").asc(nulls_last=True),
        _SORT_KEYS.get(language[:2], "sort_ru"),
        "pk",
    )


def _rows(students: Iterable[Student]) -> Iterable[StudentRow]:
    for student in students:
        summary = getattr(student, "summary", None) or StudentSummary()
        trust = trust_figure(summary.trust_percent, insufficient=summary.insufficient, coverage=summary.least_coverage)
        yield StudentRow(
            student.uuid, student.full_name, student.study_group.code, summary.exams, summary.displayed_minutes,
            trust, summary.direct_violations,
        )  # fmt: skip
