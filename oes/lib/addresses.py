"""From which address a request comes."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the client's address: what the outermost of our own proxies saw, else the peer's.

    Each proxy appends the peer that it saw to X-Forwarded-For; what stands before that is the client's own claim.
    """
    proxies = settings.TRUSTED_PROXIES
    told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if proxies and len(told) >= proxies:
        return told[-proxies][:45]
    return str(request.META.get("REMOTE_ADDR", ""))
