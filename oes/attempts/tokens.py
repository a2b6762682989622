"""Bearer tokens of an attempt: made, hashed, looked up."""

import hashlib
import secrets

from django.http import HttpRequest
from django.utils import timezone

from oes.attempts.models import AccessToken


def new_token() -> tuple[str, str]:
    """Return a token of 256 random bits, and the hash that is stored."""
    token = secrets.token_urlsafe(32)
    return token, hash_of(token)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def bearer(request: HttpRequest) -> str:
    """Return the token of the Authorization header, or ''."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def find(token: str, use: str) -> AccessToken | None:
    """Return the token's row, with its attempt, if it is known, of that use, not revoked and not expired."""
    if not token:
        return None
    return (
        AccessToken.objects.select_related("attempt__enrolment__exam", "attempt__enrolment__student", "attempt__policy")
        .filter(token_hash=hash_of(token), use=use, revoked_at=None, expires_at__gt=timezone.now())
        .first()
    )
