"""What an accommodation allows, in plain lines."""

from django import template

from oes.domain.accommodation import Terms
from oes.exams.allowed_words import allowed_words
from oes.exams.models import Accommodation

register = template.Library()


@register.filter
def allowed_lines(row: Accommodation | Terms) -> list[str]:
    """Return a line for each thing that is allowed."""
    return allowed_words(row if isinstance(row, Terms) else row.terms())
