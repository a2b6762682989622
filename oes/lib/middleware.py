"""Answer headers that every page carries."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

_RULES = {
    "default-src": "'self'",
    "script-src": "'self'",
    "img-src": "'self' data: blob:",
    "media-src": "'self' blob:",
    "style-src": "'self'",
    "style-src-attr": "'unsafe-inline'",
    "worker-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}

_SWITCHED_OFF = (
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "hid", "magnetometer", "microphone",
    "midi", "payment", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
RECORDED = ("camera", "display-capture", "microphone")


def permissions(*granted: str) -> str:
    """Return the Permissions-Policy: our own page may use what is granted, nobody the rest."""
    return ", ".join(f"{name}=({'self' if name in granted else ''})" for name in _SWITCHED_OFF)


def let_record(response: HttpResponse) -> None:
    """Let a page of ours, and no frame in it, ask for camera, microphone and screen."""
    response["Permissions-Policy"] = permissions(*RECORDED)


def content_policy(**changed: str) -> str:
    """Return the header's value; a view that needs another rule names it with underscores: frame_src="..."."""
    rules = _RULES | {name.replace("_", "-"): value for name, value in changed.items()}
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def let_frame(response: HttpResponse, *origins: str) -> None:
    """Let a page show these origins in a frame, and our own pages that allow it."""
    response["Content-Security-Policy"] = content_policy(frame_src=" ".join(("'self'", *origins)))


def let_be_framed(response: HttpResponse) -> None:
    """Let our own pages, and nobody else's, show this answer in a frame."""
    response["Content-Security-Policy"] = content_policy(frame_ancestors="'self'")
    response["X-Frame-Options"] = "SAMEORIGIN"


def as_evidence(response: HttpResponse) -> HttpResponse:
    """Mark bytes that somebody sent in: a browser that opens them as a page runs nothing and asks for nothing."""
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    kind = response["Content-Type"].partition("/")[2]
    response["Content-Disposition"] = f'inline; filename="evidence.{kind}"'
    return response


class AnswerHeadersMiddleware:
    """Scripts, styles and media from our own origin only; no camera; nothing of ours inside other sites."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", content_policy())
        response.headers.setdefault("Permissions-Policy", permissions())
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class PrivatePagesMiddleware:
    """Pages of somebody who is signed in are kept nowhere: by no cache on the way, and on no disk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
