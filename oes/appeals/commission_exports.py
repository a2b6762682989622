"""The table of commissions as lines of a file."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext

from oes.appeals.commission_queries import lacks_of, name_of
from oes.appeals.models import Commission, MemberRole


def commission_table(rows: QuerySet[Commission]) -> dict[str, Any]:
    """Return the table for `accounts.exports.exported`: a line for each seat, one for a commission without any."""
    header = [
        gettext("Exam session"), gettext("Faculty"), gettext("Order"), gettext("Date of the order"),
        gettext("Appointed"), gettext("Full name"), gettext("Role in the commission"), gettext("Substitute"),
        gettext("Missing"),
    ]  # fmt: skip
    return {"name": "commissions", "header": header, "rows": lambda: [line for row in rows for line in _lines(row)]}


def _lines(row: Any) -> list[tuple[object, ...]]:
    told = (
        row.period.shown_title, row.faculty or gettext("all other faculties"), row.order_number, row.order_date or "",
        row.appointed_at or "",
    )  # fmt: skip
    lacks = " ".join(lacks_of(row))
    yes = {True: gettext("yes"), False: ""}
    seats = [(name_of(one.user), MemberRole(one.role).label, yes[one.is_substitute]) for one in row.sitting]
    return [(*told, *seat, lacks) for seat in seats or [("", "", "")]]
