"""The tables of the pages of marking as lines of a file: what the page shows to who asks, all of it."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext, pgettext

from oes.written.marking.queries import Board, ExamLine

Rows = Callable[[], Iterable[Any]]


def state_words(state: str) -> str:
    """Return what stands beside an exam on the list, for a state of `queries.state_of`."""
    words = {
        "released": gettext("marks released"), "marked": gettext("marked, not released"),
        "marking": gettext("being marked"), "to_give_out": gettext("to be given to markers"),
        "writing": gettext("being written"), "soon": pgettext("exam", "planned"),
    }  # fmt: skip
    return words.get(state, "")


def exams(lines: Callable[[], Iterable[ExamLine]]) -> dict[str, Any]:
    """Return the list of written exams for `accounts.exports.exported`."""
    header = [
        gettext("Exam"), gettext("Opens"), gettext("Handed in"), gettext("Marked"), gettext("For me"), gettext("Due"),
        gettext("State"),
    ]  # fmt: skip
    return {"name": "written-exams", "header": header, "rows": lambda: [_exam(line) for line in lines()]}


def _exam(line: ExamLine) -> tuple[object, ...]:
    counts = (line.handed_in, line.settled) if line.written else (None, None)
    mine = line.mine_open if line.mine else None
    return (line.exam.title, line.exam.opens_at, *counts, mine, line.due, state_words(line.state))


def observed_works(works: Iterable[Any], *, names: bool) -> dict[str, Any]:
    """Return the works that an observer sees; `names`: whether whose they are stands there."""
    header = [gettext("Work number"), *([gettext("Student")] if names else []), gettext("State"), gettext("Handed in")]
    return {"name": "works", "header": header, "rows": lambda: [_work(row, names) for row in works]}


def _work(row: Any, names: bool) -> tuple[object, ...]:
    who = (row.enrolment.student.full_name,) if names else ()
    return (row.number, *who, row.get_state_display(), row.handed_in_at)


def recordings(attempts: Iterable[Any]) -> dict[str, Any]:
    """Return the recordings of an exam."""
    header = [gettext("Student"), gettext("Group"), gettext("Began"), gettext("Ended")]
    return {"name": "recordings", "header": header, "rows": lambda: [_recording(row) for row in attempts]}


def _recording(row: Any) -> tuple[object, ...]:
    student = row.enrolment.student
    return (student.full_name, student.study_group.code, row.started_at, row.ended_at)


def board_works(works: Iterable[Any], *, released: bool, sees_marks: bool) -> dict[str, Any]:
    """Return the works of the board; names once the marks are released, marks for those who may see them."""
    header = [gettext("Work number"), *([gettext("Student")] if released else []), gettext("State"), gettext("Markers")]
    header += [gettext("Points")] if sees_marks else []

    def line(row: Any) -> list[object]:
        who = [row.enrolment.student.full_name] if released else []
        turns = "; ".join(f"{one.turn}. {one.marker.shown_name}" for one in row.markings.all())
        mark = getattr(row, "mark", None)
        return [row.number, *who, row.get_state_display(), turns, *([mark and mark.points] if sees_marks else [])]

    return {"name": "works-to-mark", "header": header, "rows": lambda: [line(row) for row in works]}


def markers(board: Callable[[], Board]) -> dict[str, Any]:
    """Return the markers of an exam with their shares."""
    header = [
        gettext("Marker"), gettext("Department"), gettext("Works"), gettext("Marked"), pgettext("works", "Open"),
        gettext("Overdue"), gettext("Due"),
    ]  # fmt: skip
    return {"name": "markers", "header": header, "rows": lambda: [_marker(line) for line in board().markers]}


def _marker(line: Any) -> tuple[object, ...]:
    return (
        line.row.user.shown_name, line.department, line.given, line.finished, line.open, line.late, line.next_due,
    )  # fmt: skip


def mine(markings: Iterable[Any], *, criteria: int, names: bool) -> dict[str, Any]:
    """Return what somebody marks of an exam."""
    header = [
        gettext("Work number"), *([gettext("Student")] if names else []), gettext("Criteria with points"),
        gettext("Due"), gettext("Marked"), gettext("My points"),
    ]  # fmt: skip

    def line(row: Any) -> list[object]:
        who = [row.work.enrolment.student.full_name] if names else []
        return [row.work.number, *who, f"{row.given_count} / {criteria}", row.due_at, row.finished_at, row.points]

    return {"name": "my-markings", "header": header, "rows": lambda: [line(row) for row in markings]}
