"""Short codes: made for an attempt, typed once in the exam's page, exchanged for its token."""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from oes.accounts.models import Organisation
from oes.attempts.allowances import token_lifetime
from oes.attempts.models import AccessToken, Attempt
from oes.attempts.services import mint_token
from oes.domain.codes import read_code, shown_code
from oes.integrations.embed.models import CodeMiss, PageCode
from oes.integrations.messages import Refusal
from oes.journal import services as journal
from oes.lib.codes import drawn_code, keyed_hash
from oes.recordings.services import TooManyEvents

CODE_LETTERS = 8
CODE_MINUTES = 10
MOST_CODES = 50
"""Of one attempt."""
MOST_MISSES = 20
"""Wrong codes from one address in MISS_SECONDS: a whole computer class may share an address. With 1000 codes alive, who
guesses on for a day at this rate has a chance of one in 9,800."""
MISS_SECONDS = 60
CODE, ADDRESS = "oes.integrations.embed.code", "oes.integrations.embed.address"


def make_code(*, attempt: Attempt) -> str:
    """Return a new code of an attempt, such as K7QM-2RTX; earlier ones are worth nothing from now on. TooManyEvents."""
    if PageCode.objects.filter(attempt=attempt).count() >= MOST_CODES:
        raise TooManyEvents
    code = drawn_code(CODE_LETTERS)
    now = timezone.now()
    with transaction.atomic():
        PageCode.objects.filter(attempt=attempt, expires_at__gt=now).update(expires_at=now)
        expires = now + timedelta(minutes=CODE_MINUTES)
        PageCode.objects.create(attempt=attempt, code_hash=keyed_hash(CODE, code), expires_at=expires)
    return shown_code(code)


def join_page(*, organisation: Organisation, code: str, address: str, check: Callable[[Attempt], None]) -> str:
    """Exchange a code for a new embed token of its attempt.

    `address`: the client's, of which only a keyed hash is kept. `check` raises where this page may not speak for the
    attempt; the code stays good then. Refusal: too_many_tries, wrong_code, old_code.
    """
    _refuse_guessing(address)
    rows = PageCode.objects.select_related("attempt__enrolment__exam").filter(
        attempt__enrolment__exam__organisation=organisation
    )
    row = rows.filter(code_hash=keyed_hash(CODE, read_code(code))).first()
    if row is None:
        CodeMiss.objects.create(address_hash=keyed_hash(ADDRESS, address))
        raise Refusal(404, "wrong_code")
    check(row.attempt)
    return _use(row)


def _refuse_guessing(address: str) -> None:
    CodeMiss.objects.filter(at__lt=timezone.now() - timedelta(seconds=MISS_SECONDS)).delete()
    if CodeMiss.objects.filter(address_hash=keyed_hash(ADDRESS, address)).count() >= MOST_MISSES:
        raise Refusal(429, "too_many_tries")


@transaction.atomic
def _use(row: PageCode) -> str:
    attempt, now = row.attempt, timezone.now()
    unused = PageCode.objects.filter(pk=row.pk, used_at=None, expires_at__gt=now)
    if not attempt.is_running or not unused.update(used_at=now):
        raise Refusal(410, "old_code", attempt)
    journal.append(subject=attempt.uuid, action="page_joined")
    return mint_token(attempt=attempt, use=AccessToken.Use.EMBED, lifetime=token_lifetime(attempt, now))
