"""Short codes: made for an attempt, typed once in the exam's page, exchanged for its token."""

import secrets
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from oes.accounts.models import Organisation
from oes.attempts.models import AccessToken, Attempt
from oes.attempts.services import mint_token
from oes.integrations.embed.models import CodeMiss, PageCode
from oes.integrations.messages import Refusal
from oes.journal import services as journal
from oes.recordings.services import TooManyEvents

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0, 1, I, L and O, which look alike."""
CODE_LETTERS = 8
CODE_MINUTES = 10
MOST_CODES = 50
"""Of one attempt."""
MOST_MISSES = 20
"""Wrong codes from one address in MISS_SECONDS: a whole computer class may share an address. With 1000 codes alive, who
guesses on for a day at this rate has a chance of one in 30,000."""
MISS_SECONDS = 60
_SALT = "oes.integrations.embed"


def make_code(*, attempt: Attempt) -> str:
    """Return a new code of an attempt, such as K7QM-2RTX; earlier ones are worth nothing from now on. TooManyEvents."""
    if PageCode.objects.filter(attempt=attempt).count() >= MOST_CODES:
        raise TooManyEvents
    letters = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LETTERS))
    now = timezone.now()
    with transaction.atomic():
        PageCode.objects.filter(attempt=attempt, expires_at__gt=now).update(expires_at=now)
        expires = now + timedelta(minutes=CODE_MINUTES)
        PageCode.objects.create(attempt=attempt, code_hash=_hash_of("code", letters), expires_at=expires)
    return f"{letters[:4]}-{letters[4:]}"


def join_page(*, organisation: Organisation, code: str, address: str, check: Callable[[Attempt], None]) -> str:
    """Exchange a code for a new embed token of its attempt.

    `address`: the client's, of which only a keyed hash is kept. `check` raises where this page may not speak for the
    attempt; the code stays good then. Refusal: too_many_tries, wrong_code, old_code.
    """
    _refuse_guessing(address)
    letters = "".join(letter for letter in code.upper() if letter in ALPHABET)
    rows = PageCode.objects.select_related("attempt__enrolment__exam").filter(
        attempt__enrolment__exam__organisation=organisation
    )
    row = rows.filter(code_hash=_hash_of("code", letters)).first()
    if row is None:
        CodeMiss.objects.create(address_hash=_hash_of("address", address))
        raise Refusal(404, "wrong_code")
    check(row.attempt)
    return _use(row)


def _refuse_guessing(address: str) -> None:
    CodeMiss.objects.filter(at__lt=timezone.now() - timedelta(seconds=MISS_SECONDS)).delete()
    if CodeMiss.objects.filter(address_hash=_hash_of("address", address)).count() >= MOST_MISSES:
        raise Refusal(429, "too_many_tries")


@transaction.atomic
def _use(row: PageCode) -> str:
    attempt, now = row.attempt, timezone.now()
    unused = PageCode.objects.filter(pk=row.pk, used_at=None, expires_at__gt=now)
    if not attempt.is_running or not unused.update(used_at=now):
        raise Refusal(410, "old_code", attempt)
    lifetime = timedelta(minutes=attempt.enrolment.exam.planned_minutes, hours=6)
    journal.append(subject=attempt.uuid, action="page_joined")
    return mint_token(attempt=attempt, use=AccessToken.Use.EMBED, lifetime=lifetime)


def _hash_of(what: str, text: str) -> str:
    return salted_hmac(f"{_SALT}.{what}", text, algorithm="sha256").hexdigest()
