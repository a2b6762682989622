"""What every page's template knows."""

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, object]:
    """Return the organisation and the languages."""
    return {"organisation": getattr(request, "organisation", None), "languages": settings.LANGUAGES}
