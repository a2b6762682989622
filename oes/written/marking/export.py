"""Released marks as files: a table for people, and one that a testing system reads."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from oes.accounts.models import User
from oes.journal import services as journal
from oes.lib.tables import csv_answer
from oes.written.marking.models import whole
from oes.written.marking.queries import works_of
from oes.written.marking.release import number
from oes.written.models import Work, WrittenExam

RETURN_HEADER = ("username", "idnumber", "email", "grade", "maximum", "percent", "state")
"""Of the file for the testing system; its words are those that such systems read."""


def marks_file(*, written: WrittenExam, kind: str, by: User) -> HttpResponse:
    """Return the marks of an exam. `kind`: csv, or return (for the testing system). The journal has who took them."""
    maximum = whole(list(written.criteria.all()))
    kind = kind if kind in ("csv", "return") else "csv"
    journal.append(
        subject=written.exam.organisation.uuid, action="marks_taken_out", actor=by.uuid, exam=str(written.exam.uuid),
        form=kind,
    )  # fmt: skip
    works = list(works_of(written))
    if kind == "return":
        return csv_answer(f"marks-{written.exam.uuid}.csv", RETURN_HEADER, _returned(works, maximum))
    return csv_answer(f"marks-{written.exam.uuid}.csv", header(), rows(works, maximum))


def header() -> Sequence[str]:
    return (
        _("Full name"), _("Group"), _("Record book number"), _("Login"), _("Work number"), _("State"),
        _("First mark"), _("Second mark"), _("Third mark"), _("Points"), _("Points at most"), "%",
    )  # fmt: skip


def rows(works: Sequence[Work], maximum: Decimal) -> Iterator[list[Any]]:
    """Yield a line for each student, by name."""
    for work in sorted(works, key=lambda work: work.enrolment.student.search_name):
        student, mark = work.enrolment.student, getattr(work, "mark", None)
        marks = {one.turn: one.points for one in work.markings.all()}
        turns = [number(marks[turn]) if marks.get(turn) is not None else "" for turn in (1, 2, 3)]
        points = number(mark.points) if mark else ""
        yield [
            student.full_name, student.study_group.code, student.record_book_number, student.user.username,
            work.number, work.get_state_display(), *turns, points, number(maximum), percent(mark, maximum),
        ]  # fmt: skip


def _returned(works: Sequence[Work], maximum: Decimal) -> Iterator[list[Any]]:
    for work in works:
        student, mark = work.enrolment.student, getattr(work, "mark", None)
        points = number(mark.points) if mark else ""
        yield [
            student.user.username, student.record_book_number, student.user.email, points, number(maximum),
            percent(mark, maximum), work.state,
        ]  # fmt: skip


def percent(mark: Any, maximum: Decimal) -> str:
    """Return a mark as a percent of all points, empty where there is none."""
    return number(mark.points * 100 / maximum) if mark and maximum else ""
