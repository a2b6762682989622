"""The tables of places, problems and applications as lines of a file: what the page shows, all of it."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext, pgettext

from oes.portal.templatetags.portal import owner_words


def places(rows: Iterable[Any]) -> dict[str, Any]:
    """Return the table for `accounts.exports.exported`."""
    header = [gettext("Name"), gettext("What it offers"), gettext("Seats"), gettext("In use")]
    lines = [(row.name, row.get_kind_display(), row.size, row.usable) for row in rows]
    return {"name": "places", "header": header, "rows": lambda: lines}


def coming(bookings: Iterable[Any]) -> dict[str, Any]:
    """Return who comes to a place, in the page's time zone."""
    header = [
        gettext("Begins"), gettext("Ends"), gettext("Seat"), gettext("Full name"), gettext("Group"), gettext("Exam"),
        gettext("Let in"),
    ]  # fmt: skip
    return {"name": "place-bookings", "header": header, "rows": lambda: [_booking(row) for row in bookings]}


def _booking(row: Any) -> tuple[object, ...]:
    student, exam = row.enrolment.student, row.enrolment.exam
    who = (student.full_name, student.study_group.code)
    return (row.starts_at, row.ends_at, row.seat.number, *who, exam.title, row.checked_in_at)


def problems(rows: Iterable[Any]) -> dict[str, Any]:
    header = [
        pgettext("deadline", "Due"), gettext("Student"), gettext("Group"), gettext("What does not work"),
        gettext("Exam"), gettext("State"), pgettext("of a task", "Owner"),
    ]  # fmt: skip
    return {"name": "problems", "header": header, "rows": lambda: [_problem(row) for row in rows]}


def _problem(row: Any) -> tuple[object, ...]:
    student = row.student
    return (
        row.due_at, student.full_name, student.study_group.code, row.get_kind_display(),
        row.exam.title if row.exam else "", row.get_state_display(), owner_words(row),
    )  # fmt: skip


def applications(rows: Iterable[Any]) -> dict[str, Any]:
    header = [
        pgettext("deadline", "Due"), pgettext("application", "Number"), gettext("Student"), gettext("Group"),
        gettext("Subject"), gettext("Faculty"), pgettext("application", "Sent"), gettext("State"),
    ]  # fmt: skip
    return {"name": "applications", "header": header, "rows": lambda: [_application(row) for row in rows]}


def _application(row: Any) -> tuple[object, ...]:
    student = row.student
    return (
        row.due_on, row.number, student.full_name, student.study_group.code, row.subject.title, row.faculty.name,
        row.submitted_at, row.get_state_display(),
    )  # fmt: skip
