"""Durations and moments in templates."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import template

from oes.lib import moments

register = template.Library()

register.filter("in_words", moments.in_words)


@register.filter
def moment_in(at: datetime | None, zone: str) -> str:
    """Return dd.mm.yyyy HH:MM:SS in the organisation's zone; nothing for no moment."""
    return moments.full_moment(at, ZoneInfo(zone)) if at else ""
