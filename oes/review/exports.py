"""The students page as lines of a file."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext

from oes.review.queries import StudentRow


def students_table(rows: Callable[[], Iterable[StudentRow]]) -> dict[str, Any]:
    """Return the table for `accounts.exports.exported`. Duration in minutes; trust in percent, empty without one."""
    header = [
        gettext("Full name"), gettext("Group"), gettext("Number of exams"), gettext("Total duration, minutes"),
        gettext("Overall trust %"), gettext("Trust in words"), gettext("Direct violations"),
    ]  # fmt: skip
    return {"name": "students", "header": header, "rows": lambda: [_line(row) for row in rows()]}


def _line(row: StudentRow) -> tuple[object, ...]:
    return row.name, row.group, row.exams, row.minutes, row.trust.percent, row.trust.word, row.direct
