"""What every page's template knows."""

from django.conf import settings
from django.http import HttpRequest

from oes.accounts.models import Role
from oes.accounts.second_factor import due_at
from oes.lib.disk import Level, Room, room


def page(request: HttpRequest) -> dict[str, object]:
    """Return the organisation, the languages, and functions that tell what few pages show: the alarm of a full disk
    for administrators, and until when the second factor may wait."""
    return {
        "organisation": getattr(request, "organisation", None),
        "languages": settings.LANGUAGES,
        "disk_alarm": lambda: _disk_alarm(request),
        "second_factor_due": lambda: due_at(request.user) if request.user.is_authenticated else None,
    }


def _disk_alarm(request: HttpRequest) -> Room | None:
    """Return the room that is left where the user should hear of it."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not user.has_role(Role.ADMINISTRATION):
        return None
    now = room()
    return None if now.level is Level.ENOUGH else now
