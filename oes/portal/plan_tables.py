"""The tables of the plan as lines of a file: what the page shows, all of it."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext

from oes.portal.plan import Cell, PlanRow
from oes.portal.templatetags.board import conflict_words


def slots(cells: Callable[[], Iterable[Cell]]) -> dict[str, Any]:
    """Return the slots of a period for `accounts.exports.exported`."""
    header = [
        gettext("Opens"), gettext("Closes"), gettext("Exams"), gettext("Students"), gettext("Seats"),
        gettext("Proctors needed"), gettext("Proctors"),
    ]  # fmt: skip
    return {"name": "slots", "header": header, "rows": lambda: [_slot(cell) for cell in cells()]}


def _slot(cell: Cell) -> tuple[object, ...]:
    slot, load = cell.slot, cell.load
    return (slot.starts_at, slot.ends_at, load.exams, load.seats, slot.seats, load.proctors, slot.proctors)


def plan(rows: Callable[[], Iterable[PlanRow]]) -> dict[str, Any]:
    """Return which exam is when, who has a duty at it, and what is wrong with it."""
    header = [
        gettext("Exam"), gettext("Faculty"), gettext("Students"), gettext("Opens"), gettext("Closes"),
        gettext("Proctors and observers"), gettext("Conflicts"),
    ]  # fmt: skip
    return {"name": "plan", "header": header, "rows": lambda: [_exam(row) for row in rows()]}


def _exam(row: PlanRow) -> tuple[object, ...]:
    exam = row.exam
    duties = "; ".join(f"{duty.user.shown_name}: {duty.get_duty_display()}" for duty in row.duties)
    wrong = "; ".join(conflict_words(conflict) for conflict in row.conflicts)
    return (exam.title, exam.faculty, exam.students, exam.times.start, exam.times.end, duties, wrong)
