"""What the views around Classroom share."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from oes.accounts.access import View
from oes.exams.views.common import office
from oes.integrations.classroom import google, services
from oes.integrations.classroom.models import Connection

T = TypeVar("T")


def offered(view: View) -> View:
    """Let a view answer the office, where this installation is known to Google; else it is not there at all (404).

    Where Google's packages are missing, a page says so and how to install them (503).
    """
    guarded = office(view)
    missing = office(_missing)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not google.is_wanted():
            raise Http404
        if not google.HAS_PACKAGES:
            return missing(request)
        return guarded(request, *args, **kwargs)

    return answer


def _missing(request: HttpRequest) -> HttpResponse:
    return render(request, "classroom/missing.html", {"command": google.INSTALL}, status=503)


def connection_of(request: Any) -> Connection | None:
    rows = Connection.objects.select_related("organisation", "connected_by")
    return rows.filter(organisation=request.organisation).first()


def asked(request: Any, call: Callable[[google.Classroom], T]) -> T | None:
    """Return what Google answers; None, with a message on the page, where it does not or nothing is connected."""
    connection = connection_of(request)
    if connection is None:
        messages.error(request, _("Google Classroom is not connected."))
        return None
    try:
        return call(google.Classroom(services.token_of(connection)))
    except google.Away:
        messages.error(request, _("Google does not answer. Try again in some minutes."))
    except google.NoAccess:
        messages.error(request, _("Google has ended the connection. Connect again."))
    except google.Refused as refused:
        messages.error(request, _("Google refused: %(reason)s") % {"reason": str(refused)})
    return None


def name_of(course: dict[str, Any]) -> str:
    """Return the name of a course with its section."""
    return " · ".join(part for part in (course.get("name", ""), course.get("section", "")) if part)
