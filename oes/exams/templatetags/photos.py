"""Links to reference photos, for the sign-in that the page is shown to."""

from typing import Any

from django import template

from oes.exams.models import ReferencePhoto
from oes.exams.photo_links import photo_link as link_of

register = template.Library()


@register.simple_tag(takes_context=True)
def photo_link(context: dict[str, Any], photo: ReferencePhoto) -> str:
    """Return the address of a photo. The view gives `links`, for which it has noted the viewing in the journal."""
    return link_of(photo, context["links"])
