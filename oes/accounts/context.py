"""What every page's template knows."""

from django.conf import settings
from django.http import HttpRequest

from oes.accounts.second_factor import due_at


def page(request: HttpRequest) -> dict[str, object]:
    """Return the organisation, the languages, and until when the second factor may wait (asked where it is shown)."""
    return {
        "organisation": getattr(request, "organisation", None),
        "languages": settings.LANGUAGES,
        "second_factor_due": lambda: due_at(request.user) if request.user.is_authenticated else None,
    }
