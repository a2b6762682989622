"""What the pages of deciding ask of their rows."""

from collections.abc import Sequence
from typing import TypeVar

from django import template

from oes.appeals.filing_words import OWNERS
from oes.appeals.models import Appeal

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
