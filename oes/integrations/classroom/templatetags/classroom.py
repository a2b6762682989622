"""Whether pages of other apps lead here."""

from django import template

from oes.integrations.classroom import google

register = template.Library()


@register.simple_tag
def has_classroom() -> bool:
    """Return whether this installation is known to Google."""
    return google.is_wanted()
