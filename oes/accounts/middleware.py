"""Which organisation a request belongs to, and that nobody acts in another one."""

import time
from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from oes.accounts.models import Organisation
from oes.accounts.second_factor import due_at
from oes.lib.times import in_zone

SEEN = "seen"
IDLE_SECONDS = 2 * 3600
NOTED_SECONDS = 300
"""The session is written this often at most."""


class OrganisationMiddleware:
    """Sets `request.organisation` from the host name, else the default one, and its time zone; 404 without one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.organisation = organisation_of(request.get_host().rpartition(":")[0] or request.get_host())  # type: ignore[attr-defined]
        with in_zone(request.organisation.time_zone):  # type: ignore[attr-defined]
            return self.get_response(request)


def organisation_of(host: str) -> Organisation:
    """Return the organisation of a host name, else the default one."""
    rows = list(Organisation.objects.filter(host=host) | Organisation.objects.filter(is_default=True))
    if not rows:
        raise Http404("no organisation: run `oes create_organisation NAME`")
    return next((row for row in rows if row.host == host), rows[0])


class SecondFactorMiddleware:
    """Leads staff who have put off their second factor too long to its page, from wherever they go."""

    OPEN = ("accounts:account", "accounts:password", "accounts:set_up", "accounts:sign_out", "set_language")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not getattr(view, "login_required", True) or not request.user.is_authenticated:
            return None
        due = due_at(request.user)
        if due is None or due > timezone.now() or request.resolver_match.view_name in self.OPEN:
            return None
        return redirect("accounts:set_up")


class IdleMiddleware:
    """Ends a sign-in of the staff that was not used for two hours: somebody went home without signing out.

    Students are left alone: an exam's page may say nothing for long, and it holds only their own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not getattr(view, "login_required", True) or not request.user.is_authenticated:
            return None
        now, seen = time.time(), request.session.get(SEEN)
        if not request.user.is_employee:
            return None
        if seen is not None and now - seen > IDLE_SECONDS:
            logout(request)
            return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
        if seen is None or now - seen > NOTED_SECONDS:
            request.session[SEEN] = now
        return None


class OwnOrganisationMiddleware:
    """Somebody signed in at another organisation gets 403 on closed pages and is a stranger on open ones."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> None:
        # Only a view that looks at the session costs the query: uploads carry a token and no cookie.
        if not request.session.get("_auth_user_id") or not request.user.is_authenticated:
            return
        if request.user.organisation_id == request.organisation.pk:
            return
        if getattr(view, "login_required", True):
            raise PermissionDenied
        request.user = AnonymousUser()
