"""Pages of signing in."""

from django.http import HttpRequest, HttpResponse


def locked_out(request: HttpRequest, credentials: object) -> HttpResponse:
    return HttpResponse(status=429)
