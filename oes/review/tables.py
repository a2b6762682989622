"""The tables of reviewing as lines of a file: what the page shows, all of it."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext

from oes.review.viewing_queries import Viewed
from oes.review.what_if_queries import Moved, Outcome


def what_if(outcome: Callable[[], Outcome]) -> dict[str, Any]:
    """Return the attempts that other rules would move, for `accounts.exports.exported`."""
    header = [
        gettext("Full name"), gettext("Exam"), gettext("stated"), gettext("under these rules"),
        gettext("Crosses the line"),
    ]  # fmt: skip
    return {"name": "what-if", "header": header, "rows": lambda: [_moved(one) for one in outcome().moved]}


def _moved(one: Moved) -> tuple[object, ...]:
    enrolment = one.line.attempt.enrolment
    words = {"below": gettext("falls below the line"), "above": gettext("rises above the line"), "": ""}
    shown = (figure.number if figure.percent is not None else figure.word for figure in (one.before, one.after))
    return (enrolment.student.full_name, enrolment.exam.title, *shown, words[one.crosses])


def comparisons(attempts: Iterable[Any]) -> dict[str, Any]:
    """Return the attempts in which a picture waits for a person."""
    header = [gettext("Student"), gettext("Group"), gettext("Exam"), gettext("Begun")]
    return {"name": "comparisons", "header": header, "rows": lambda: [_compared(row) for row in attempts]}


def _compared(row: Any) -> tuple[object, ...]:
    enrolment = row.enrolment
    student = enrolment.student
    return (student.full_name, student.study_group.code, enrolment.exam.title, row.started_at)


def viewings(rows: Callable[[], Iterable[Viewed]]) -> dict[str, Any]:
    """Return who looked at a recording; `seconds` of running players."""
    header = [gettext("Who"), gettext("What"), gettext("When"), gettext("Watched for, seconds")]
    return {
        "name": "viewings",
        "header": header,
        "rows": lambda: [(row.who, row.what, row.at, row.seconds) for row in rows()],
    }
