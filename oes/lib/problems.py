"""Problem answers of the API (RFC 9457, `application/problem+json`)."""

from http import HTTPStatus
from typing import Any

from django.http import JsonResponse


def problem(status: int, code: str, detail: str = "", *, retry_after: int | None = None, **more: Any) -> JsonResponse:
    """Return a problem answer. `code` is for programs and never changes; `detail` is for the log of a developer."""
    body = {
        "type": f"urn:oes:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
    }
    response = JsonResponse({**body, "detail": detail, **more}, status=status)
    response["Content-Type"] = "application/problem+json"
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    return response
