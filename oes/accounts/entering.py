"""Between the right password and the sign-in: who has a second factor is asked for a code."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language

from oes.accounts.models import User
from oes.accounts.second_factor import confirmed_of

YEAR_SECONDS = 365 * 24 * 3600
HALF_WAY = "half_way"
HALF_WAY_SECONDS = 300
BACKEND = "oes.accounts.backends.OrganisationBackend"


def enter(request: HttpRequest, *, user: User, entrance: str, target: str) -> HttpResponse:
    """Sign in whose password was right, or ask for the second factor first. `target`: a checked address of ours."""
    if confirmed_of(user) is None:
        return finish(request, user=user, entrance=entrance, target=target)
    request.session[HALF_WAY] = {
        "user": user.pk,
        "hash": user.get_session_auth_hash(),
        "until": timezone.now().timestamp() + HALF_WAY_SECONDS,
        "entrance": entrance,
        "target": target,
    }
    return redirect("accounts:second_step")


def half_way(request: HttpRequest) -> tuple[User, dict[str, Any]] | None:
    """Return who has given the right password in this browser within five minutes, and where they want to go."""
    kept = request.session.get(HALF_WAY)
    if not kept or kept["until"] < timezone.now().timestamp():
        return None
    users = User.objects.select_related("organisation", "second_factor").filter(is_active=True)
    user = users.filter(pk=kept["user"], organisation=request.organisation).first()
    return (user, kept) if user and user.get_session_auth_hash() == kept["hash"] else None


def finish(request: HttpRequest, *, user: User, entrance: str, target: str) -> HttpResponse:
    """Sign in, and remember the entrance."""
    request.session.pop(HALF_WAY, None)
    login(request, user, BACKEND)
    request.session["entrance"] = entrance
    User.objects.filter(pk=user.pk).update(language=get_language() or "")
    response = redirect(target)
    name, secure = settings.OES_SYSTEM_COOKIE, settings.OES_HTTPS
    response.set_cookie(name, entrance, max_age=YEAR_SECONDS, httponly=True, samesite="Lax", secure=secure)
    return response
