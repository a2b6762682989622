"""What the pages of deciding ask of their rows."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django import template
from django.utils import timezone

from oes.appeals.deciding_queries import decisions_of, hearing_of
from oes.appeals.filing_words import OWNERS
from oes.appeals.line_words import line_caption
from oes.appeals.models import Appeal
from oes.appeals.protocol_words import counts_words, line_when, outcome_words

register = template.Library()
Row = TypeVar("Row")


@register.filter
def at(rows: Sequence[Row], place: int) -> Row:
    """Return the row at a place, from 0."""
    return rows[place]


@register.filter
def appeal_owner(appeal: Appeal) -> str:
    """Return who has to act."""
    return str(OWNERS[appeal.owner])


@register.inclusion_tag("appeals/_heard_and_decided.html")
def heard_and_decided(appeal: Appeal) -> dict[str, Any]:
    """Show the student when the case is heard, and what was decided on each line. Two queries."""
    lines = [
        {
            "row": row,
            "title": line_caption(row.line),
            "when": line_when(row.line) if row.line.event_kind else "",
            "outcome": outcome_words(row),
            "counts": counts_words(row),
        }
        for row in decisions_of(appeal)
    ]
    hearing = hearing_of(appeal)
    return {"hearing": hearing, "comes": hearing is not None and hearing.at > timezone.now(), "lines": lines}
