"""Handing the extension its token."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from oes.attempts.allowances import closes_at
from oes.attempts.models import AccessToken, Attempt
from oes.attempts.services import mint_token
from oes.attempts.tokens import hash_of
from oes.integrations.extension.models import TokenOrigin

SPARE = timedelta(minutes=10)
"""After the exam has closed for this student: for what could not be sent at once."""
LONGEST = timedelta(hours=24)


@transaction.atomic
def give_token(*, attempt: Attempt, origin: str) -> tuple[str, timedelta]:
    """Return a token that this origin may use while the exam is open, and how long that is."""
    now = timezone.now()
    left = closes_at(attempt, now) - now + SPARE
    lifetime = max(SPARE, min(left, LONGEST))
    token = mint_token(attempt=attempt, use=AccessToken.Use.EXTENSION, lifetime=lifetime)
    TokenOrigin.objects.create(token=AccessToken.objects.get(token_hash=hash_of(token)), origin=origin)
    return token, lifetime
