"""What every page's template knows."""

from django.conf import settings
from django.http import HttpRequest

from oes.accounts.models import Role
from oes.lib.disk import Level, Room, room


def page(request: HttpRequest) -> dict[str, object]:
    """Return the organisation, the languages, and a function that tells administrators of a full disk."""
    return {
        "organisation": getattr(request, "organisation", None),
        "languages": settings.LANGUAGES,
        "disk_alarm": lambda: _disk_alarm(request),
    }


def _disk_alarm(request: HttpRequest) -> Room | None:
    """Return the room that is left where the user should hear of it."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not user.has_role(Role.ADMINISTRATION):
        return None
    now = room()
    return None if now.level is Level.ENOUGH else now
