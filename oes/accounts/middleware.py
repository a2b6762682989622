"""Which organisation a request belongs to."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

from oes.accounts.models import Organisation


class OrganisationMiddleware:
    """Sets `request.organisation` from the host name, else the default one; 404 when there is none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.organisation = organisation_of(request.get_host().rpartition(":")[0] or request.get_host())  # type: ignore[attr-defined]
        return self.get_response(request)


def organisation_of(host: str) -> Organisation:
    """Return the organisation of a host name, else the default one."""
    rows = list(Organisation.objects.filter(host=host) | Organisation.objects.filter(is_default=True))
    if not rows:
        raise Http404("no organisation: run `oes create_organisation NAME`")
    return next((row for row in rows if row.host == host), rows[0])
