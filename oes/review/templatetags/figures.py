"""A trust percent as number, bar and word."""

from django import template

from oes.review.figures import TrustFigure

register = template.Library()


@register.inclusion_tag("review/partials/trust.html")
def trust(figure: TrustFigure, size: str = "") -> dict[str, object]:
    """Draw the figure; size "large" for headers."""
    return {"figure": figure, "size": size}
