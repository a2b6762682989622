"""A trust percent as number, bar and word; seconds as a clock."""

from django import template

from oes.lib.moments import clock_time
from oes.review.figures import TrustFigure

register = template.Library()


@register.inclusion_tag("review/partials/trust.html")
def trust(figure: TrustFigure, size: str = "") -> dict[str, object]:
    """Draw the figure; size "large" for headers."""
    return {"figure": figure, "size": size}


@register.filter
def clock(seconds: float) -> str:
    """Return a place on the attempt's clock as HH:MM:SS."""
    return clock_time(seconds)
