"""The tables of the administrator's pages as lines of a file: what the page shows, all of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext, pgettext

from oes.exams.models import Enrolment, Exam, Faculty, Student, StudyGroup


def exams(rows: Iterable[Exam], at: datetime) -> dict[str, Any]:
    """Return the list of exams for `accounts.exports.exported`."""
    header = [
        gettext("Title"), gettext("Faculty"), gettext("Opens"), gettext("Closes"), gettext("Minutes"),
        gettext("Students"), gettext("State"),
    ]  # fmt: skip
    return {"name": "exams", "header": header, "rows": lambda: [_exam(exam, at) for exam in rows]}


def _exam(exam: Exam, at: datetime) -> tuple[object, ...]:
    faculty = exam.faculty.name if exam.faculty else ""
    students: int = exam.students  # type: ignore[attr-defined]
    return (exam.title, faculty, exam.opens_at, exam.closes_at, exam.planned_minutes, students, _state(exam, at))


def _state(exam: Exam, at: datetime) -> str:
    if exam.opens_at > at:
        return pgettext("exam", "planned")
    return pgettext("exam", "open now") if exam.closes_at > at else pgettext("exam", "closed")


def enrolments(rows: Iterable[Enrolment]) -> dict[str, Any]:
    """Return who may sit an exam; of `queries.enrolments`, which counts the attempts."""
    header = [
        gettext("Full name"), gettext("Group"), gettext("Record book number"), gettext("Login"),
        gettext("Attempts used"), gettext("Attempts left"),
    ]  # fmt: skip
    return {"name": "exam-roster", "header": header, "rows": lambda: [(*_who(r.student), r.used, r.left) for r in rows]}  # type: ignore[attr-defined]


def students(rows: Iterable[Student]) -> dict[str, Any]:
    """Return the roster; of `queries.students`, which knows their photos."""
    header = [
        gettext("Full name"), gettext("Group"), gettext("Record book number"), gettext("Login"),
        gettext("Reference photo"), gettext("First sign-in"),
    ]  # fmt: skip
    return {
        "name": "roster",
        "header": header,
        "rows": lambda: [(*_who(student), _photo(student), student.authorised_at) for student in rows],
    }


def _who(student: Student) -> tuple[str, ...]:
    return student.full_name, student.study_group.code, student.record_book_number, student.user.username


def _photo(student: Any) -> str:
    if student.approved:
        return gettext("approved")
    return gettext("waiting") if student.pending else gettext("none")


def groups(rows: Iterable[StudyGroup]) -> dict[str, Any]:
    header = [gettext("Group"), gettext("Faculty"), gettext("Students")]
    lines = [(row.code, row.faculty.name if row.faculty else "", row.size) for row in rows]  # type: ignore[attr-defined]
    return {"name": "groups", "header": header, "rows": lambda: lines}


def faculties(rows: Iterable[Faculty]) -> dict[str, Any]:
    header = [gettext("Name"), gettext("Official mail"), gettext("Dean’s office"), gettext("Groups")]
    lines = [(row.name, row.mail, row.dean_office, row.size) for row in rows]  # type: ignore[attr-defined]
    return {"name": "faculties", "header": header, "rows": lambda: lines}
