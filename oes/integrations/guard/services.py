"""Codes, keys and reports of the guard."""

import hmac
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from oes.accounts.models import Organisation
from oes.attempts.allowances import token_lifetime
from oes.attempts.models import AccessToken, Attempt
from oes.attempts.services import mint_token, revoke_tokens
from oes.attempts.tokens import find_any
from oes.domain.codes import read_code, shown_code
from oes.integrations.guard.models import GuardStart
from oes.integrations.messages import AFTER_END_SECONDS, Refusal, Told, record_told
from oes.journal import services as journal
from oes.lib.codes import drawn_code, keyed_hash
from oes.recordings.models import ClientEvent
from oes.recordings.services import ToldEvent, TooManyEvents, record_events

CODE_LETTERS = 10
CODE_MINUTES = 30
MOST_CODES = 100
CODE, KEY = "oes.integrations.guard.code", "oes.integrations.guard.key"


def make_code(*, attempt: Attempt) -> str:
    """Return a new one-use code of an attempt, such as K7QM2-RTX9D. TooManyEvents when it has had enough of them."""
    if GuardStart.objects.filter(attempt=attempt).count() >= MOST_CODES:
        raise TooManyEvents
    code = drawn_code(CODE_LETTERS)
    expires = timezone.now() + timedelta(minutes=CODE_MINUTES)
    GuardStart.objects.create(attempt=attempt, code_hash=keyed_hash(CODE, code), expires_at=expires)
    return shown_code(code)


def join(*, organisation: Organisation, code: str, system: str) -> tuple[GuardStart, str]:
    """Take a code for a token; an earlier start of the guard may report no more.

    Refusal: bad_code, used_code, old_code, ended. A code that was guessed in part is not told from an unknown one.
    """
    rows = GuardStart.objects.select_related("attempt__enrolment__exam", "attempt__policy")
    start = rows.filter(
        code_hash=keyed_hash(CODE, read_code(code)), attempt__enrolment__exam__organisation=organisation
    ).first()
    if start is None:
        raise Refusal(401, "bad_code")
    if start.used_at is not None:
        raise Refusal(409, "used_code", start.attempt)
    if start.expires_at <= timezone.now():
        raise Refusal(401, "old_code", start.attempt)
    if start.attempt.has_ended:
        raise Refusal(409, "ended", start.attempt)
    return start, _use(start, system)


@transaction.atomic
def _use(start: GuardStart, system: str) -> str:
    if not GuardStart.objects.filter(pk=start.pk, used_at=None).update(used_at=timezone.now(), system=system):
        raise Refusal(409, "used_code", start.attempt)
    start.system = system
    revoke_tokens(attempt=start.attempt, use=AccessToken.Use.GUARD)
    lifetime = token_lifetime(start.attempt, timezone.now())
    token = mint_token(attempt=start.attempt, use=AccessToken.Use.GUARD, lifetime=lifetime)
    GuardStart.objects.filter(pk=start.pk).update(token=find_any(token, AccessToken.Use.GUARD))
    journal.append(subject=start.attempt.uuid, action="guard_joined", system=system)
    return token


def signing_key(start: GuardStart) -> str:
    """Return the key of one start of the guard, 64 hex digits. It is stored nowhere."""
    return keyed_hash(KEY, str(start.uuid))


def check_signature(*, start: GuardStart, body: bytes, signature: str) -> None:
    """Raise Refusal (403 bad_signature) unless this is HMAC-SHA256 of the body with the start's key, in hex."""
    right = _hmac(signing_key(start), body)
    if not constant_time_compare(right, signature.strip().lower()):
        raise Refusal(403, "bad_signature", start.attempt)


@transaction.atomic
def accept_report(*, start: GuardStart, number: int, told: Told, received_at: datetime) -> int:
    """Store what a report tells, once; return how many events were new. A number that was left out becomes an event.

    Refusal: replayed, where this number or a later one was taken before.
    """
    row = GuardStart.objects.select_for_update().get(pk=start.pk)
    if number <= row.last_number:
        raise Refusal(409, "replayed", start.attempt)
    if number > row.last_number + 1:
        _note_missing(row, number, told, received_at)
    stored = record_told(
        attempt=start.attempt, source=ClientEvent.Source.GUARD, told=told, received_at=received_at
    ) if told.events else 0  # fmt: skip
    GuardStart.objects.filter(pk=row.pk).update(last_number=number)
    return stored


def _note_missing(row: GuardStart, number: int, told: Told, received_at: datetime) -> None:
    attempt = row.attempt
    age = max((event[2] for event in told.events), default=0.0)
    at = round(max(0.0, attempt.elapsed_seconds(received_at) - age), 3)
    if at > attempt.clock_seconds(received_at) + AFTER_END_SECONDS:
        return
    event = ToldEvent(number, "reports_missing", at, detail=str(number - row.last_number - 1))
    record_events(attempt=attempt, source=ClientEvent.Source.GUARD, page=row.uuid, events=[event])


def _hmac(key: str, body: bytes) -> str:
    return hmac.new(bytes.fromhex(key), body, "sha256").hexdigest()
