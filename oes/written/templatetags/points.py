"""Points as people write them."""

from decimal import Decimal

from django import template

from oes.written.marking.release import number

register = template.Library()


@register.filter
def points(value: Decimal | int | None) -> str:
    """Return points without zeros at the end, and a dash where there are none."""
    return "–" if value is None or value == "" else number(value)
