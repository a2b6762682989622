"""Answer headers that every page carries."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

_RULES = {
    "default-src": "'self'",
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


class ContentSecurityPolicyMiddleware:
    """Scripts, styles and media from our own origin only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", content_policy())
        return response


class PrivatePagesMiddleware:
    """Pages of somebody who is signed in are kept by no shared cache, and asked for anew by the browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response
