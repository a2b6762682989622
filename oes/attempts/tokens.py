"""Bearer tokens of an attempt: made, hashed, looked up."""

import hashlib
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from oes.attempts.models import AccessToken
from oes.lib.problems import problem


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
    row = find_any(token, use)
    return row if row and row.revoked_at is None and row.expires_at > timezone.now() else None


def find_any(token: str, use: str) -> AccessToken | None:
    """Return the token's row, with its attempt, be it revoked or expired, if it is known and of that use."""
    rows = AccessToken.objects.select_related(
        "attempt__enrolment__exam", "attempt__enrolment__student", "attempt__policy"
    )
    return rows.filter(token_hash=hash_of(token), use=use).first() if token else None


View = Callable[..., HttpResponse]


def upload_token_required(view: View) -> View:
    """Let a view answer only the upload token of its attempt; it gets the attempt in place of the uuid."""

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def guarded(request: HttpRequest, uuid: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        token = find(bearer(request), AccessToken.Use.UPLOAD)
        if token is None:
            return problem(401, "bad_token", "unknown, revoked or expired upload token")
        if token.attempt.uuid != uuid:
            return problem(404, "unknown_attempt", "the token belongs to no attempt of this address")
        return view(request, token.attempt, *args, **kwargs)

    return guarded
