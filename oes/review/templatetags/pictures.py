"""Links to pictures of people, for the sign-in that the page is shown to."""

from typing import Any

from django import template

from oes.review.pictures import PictureRef

register = template.Library()


@register.simple_tag(takes_context=True)
def picture_link(context: dict[str, Any], ref: PictureRef) -> str:
    """Return the address of a picture. The view gives `links`, for which it has noted the viewing in the journal."""
    return ref.link(context["links"])
