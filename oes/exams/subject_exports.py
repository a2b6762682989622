"""The tables of sessions, subjects and departments as lines of a file: what the page shows, all of it."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext

from oes.exams.models import Department, ExamPeriod, Subject, Teaching


def _yes(value: bool) -> str:
    return gettext("yes") if value else gettext("no")


def periods(rows: Iterable[ExamPeriod]) -> dict[str, Any]:
    """Return the sessions for `accounts.exports.exported`; of `period_queries.periods`, which counts."""
    header = [
        gettext("Title"), gettext("First day"), gettext("Last day"), gettext("Subjects taught"),
        gettext("Planned exams"), gettext("Shown to everybody"),
    ]  # fmt: skip
    return {"name": "sessions", "header": header, "rows": lambda: [_period(row) for row in rows]}


def _period(row: Any) -> tuple[object, ...]:
    days = (f"{day:%d.%m.%Y}" for day in (row.starts_on, row.ends_on))
    return (row.shown_title, *days, row.taught, row.planned, _yes(row.is_published))


def subjects(rows: Iterable[Subject]) -> dict[str, Any]:
    """Return the subjects; of `subject_queries.subjects`, which counts."""
    header = [
        gettext("Title"), gettext("Code"), gettext("Department"), gettext("Format"), gettext("Obligatory"),
        gettext("Exams"), gettext("Teachers"), gettext("Exam session"),
    ]  # fmt: skip
    return {"name": "subjects", "header": header, "rows": lambda: [_subject(row) for row in rows]}


def _subject(row: Any) -> tuple[object, ...]:
    department = row.department.name if row.department else ""
    how = (row.get_format_display(), _yes(row.has_exam))
    return (row.title, row.code, department, *how, row.planned, row.teachers, row.period.shown_title)


def departments(rows: Iterable[Department]) -> dict[str, Any]:
    """Return the departments; of `subject_queries.departments`, which counts."""
    header = [gettext("Name"), gettext("Faculty"), gettext("Teachers"), gettext("Subjects")]
    lines = [(row.name, row.faculty.name, row.staff, row.taught) for row in rows]  # type: ignore[attr-defined]
    return {"name": "departments", "header": header, "rows": lambda: lines}


def teachings(rows: Iterable[Teaching]) -> dict[str, Any]:
    """Return who teaches a subject to which group."""
    header = [gettext("Teacher"), gettext("Department"), gettext("Group")]
    return {"name": "who-teaches", "header": header, "rows": lambda: [_teaching(row) for row in rows]}


def _teaching(row: Teaching) -> tuple[str, ...]:
    profile = getattr(row.teacher, "teacher", None)
    return (row.teacher.shown_name, profile.department.name if profile else "", row.study_group.code)
