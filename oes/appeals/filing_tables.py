"""The table of filed appeals as lines of a file: what the page shows, all of it."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext, pgettext

from oes.appeals.models import Appeal, Topic


def appeals(rows: Iterable[Appeal]) -> dict[str, Any]:
    """Return the table for `accounts.exports.exported`."""
    header = [
        pgettext("deadline", "Due"), pgettext("application", "Number"), gettext("Student"), gettext("Group"),
        gettext("Exam"), gettext("Faculty"), gettext("Topics"), gettext("Filed on"), gettext("State"),
    ]  # fmt: skip
    return {"name": "appeals", "header": header, "rows": lambda: [_line(row) for row in rows]}


def _line(row: Appeal) -> tuple[object, ...]:
    student = row.student
    return (
        row.due_at, row.number, student.full_name, student.study_group.code, row.exam.title,
        row.faculty.name if row.faculty else "", topic_words(row), row.filed_at, row.get_state_display(),
    )  # fmt: skip


def topic_words(row: Appeal) -> str:
    """Return the topics of an appeal in words."""
    known = dict(Topic.choices)
    return "; ".join(str(known[key]) for key in row.topics if key in known)
