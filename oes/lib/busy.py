"""Passing faults of our own server, told to programs as what they are: 503 with a time to come back."""

import errno
import logging
from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from oes.lib.confined.room import NoChild
from oes.lib.problems import problem

PROGRAMS = ("/api/", "/embed/", "/extension/", "/guard/")
FULL = (errno.ENOSPC, errno.EDQUOT)
BUSY_SECONDS, FULL_SECONDS = 5, 30
log = logging.getLogger(__name__)


def _busy(detail: str = "the server is busy") -> HttpResponse:
    return problem(503, "busy", detail, retry_after=BUSY_SECONDS)


def _busy_page() -> HttpResponse:
    return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": str(BUSY_SECONDS)})


class BusyMiddleware:
    """A lost or locked database and a full disk are no mistake of the program: it keeps what it has and tries again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 503 `busy` or `disk_low` in the API; None lets every other fault be one.

        Where no process can be started that opens pictures, or nothing can be stored, pages answer 503, too.
        """
        is_program = request.path.startswith(PROGRAMS)
        if isinstance(exception, NoChild):
            log.error("no process for pictures", exc_info=exception)
            return _busy() if is_program else _busy_page()
        is_full = isinstance(exception, OSError) and exception.errno in FULL
        if is_full and not is_program:
            log.error("the disk is full", exc_info=exception)
            return _busy_page()
        if not is_program:
            return None
        if isinstance(exception, OperationalError):
            log.error("the database failed", exc_info=exception)
            return _busy("the server's database does not answer")
        if is_full:
            log.error("the disk is full", exc_info=exception)
            return problem(503, "disk_low", "the server is short of disk space", retry_after=FULL_SECONDS)
        return None
