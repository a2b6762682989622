"""Addresses of the pages of a list."""

from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def page_address(context: template.Context, number: int, name: str | None = "") -> str:
    """Return the page's own address with another page of a list that goes by the parameter `name` (empty: page)."""
    asked = context["request"].GET.copy()
    asked[name or "page"] = str(number)
    return f"?{asked.urlencode()}"
