"""A trust percent as number, bar and word; seconds as a clock."""

from django import template

from oes.review.figures import TrustFigure

register = template.Library()


@register.inclusion_tag("review/partials/trust.html")
def trust(figure: TrustFigure, size: str = "") -> dict[str, object]:
    """Draw the figure; size "large" for headers."""
    return {"figure": figure, "size": size}


@register.filter
def clock(seconds: float) -> str:
    """Return a place on the attempt's clock as HH:MM:SS."""
    whole = max(0, int(seconds + 1e-6))
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"
