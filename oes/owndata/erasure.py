"""Requests to erase: asked for, decided by a person, carried out by the stage that deletes."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from oes.accounts.models import User
from oes.attempts.consents import withdraw_consent
from oes.attempts.models import Attempt
from oes.domain.erasure import NEXT, OPEN, ErasureState
from oes.journal import services as journal
from oes.owndata.keeping import reasons_to_keep
from oes.owndata.models import ErasureRequest


class ErasureRefused(Exception):
    """It cannot be asked for or decided (any more). `code`: running, open, decided, kept."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def ask_for_erasure(*, attempt: Attempt, words: str, source: str = ErasureRequest.Source.ASKED) -> ErasureRequest:
    """Keep a request for an ended attempt. Raises ErasureRefused: running, open (one is open already)."""
    attempt = Attempt.objects.select_for_update(of=("self",)).get(pk=attempt.pk)
    if not attempt.has_ended:
        raise ErasureRefused("running")
    if ErasureRequest.objects.filter(attempt=attempt, state__in=OPEN).exists():
        raise ErasureRefused("open")
    row = ErasureRequest.objects.create(attempt=attempt, words=words, source=source)
    journal.append(
        subject=attempt.uuid, action="erasure_requested", actor=attempt.enrolment.student.user.uuid,
        request=str(row.uuid), source=str(source),
    )  # fmt: skip
    return row


@transaction.atomic
def withdraw(*, attempt: Attempt) -> Attempt:
    """Withdraw the consent; after the end that is a request for erasure too. Raises WithdrawalRefused."""
    had_ended = attempt.has_ended
    attempt = withdraw_consent(attempt=attempt)
    if had_ended and not ErasureRequest.objects.filter(attempt=attempt, state__in=OPEN).exists():
        ask_for_erasure(attempt=attempt, words="", source=ErasureRequest.Source.WITHDRAWN)
    return attempt


@transaction.atomic
def decide_erasure(*, request: ErasureRequest, granted: bool, reason: str, by: User) -> ErasureRequest:
    """Grant a request, or refuse it with a reason that the student reads. Raises ErasureRefused: decided.

    Granting deletes nothing: `due_erasures` gives the request out as soon as nothing keeps the attempt.
    """
    row = ErasureRequest.objects.select_for_update().get(pk=request.pk)
    state = ErasureState.GRANTED if granted else ErasureState.REFUSED
    if state not in NEXT[ErasureState(row.state)]:
        raise ErasureRefused("decided")
    row.state, row.decided_by, row.decided_at, row.reason = state, by, timezone.now(), "" if granted else reason
    row.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    journal.append(
        subject=row.attempt.uuid, action="erasure_decided", actor=by.uuid, request=str(row.uuid), granted=granted
    )
    return row


def due_erasures(now: datetime) -> Iterator[ErasureRequest]:
    """Yield the granted requests whose attempts nothing keeps any more: whoever deletes takes them from here."""
    granted = ErasureRequest.objects.filter(state=ErasureState.GRANTED)
    for row in granted.select_related("attempt__enrolment__student__organisation", "attempt__policy").order_by("pk"):
        if not reasons_to_keep(row.attempt, now):
            yield row


@transaction.atomic
def finish_erasure(*, request: ErasureRequest, now: datetime) -> None:
    """Say that the content of a granted request is gone. Raises ErasureRefused: decided, kept."""
    row = ErasureRequest.objects.select_for_update().select_related("attempt").get(pk=request.pk)
    if row.state != ErasureState.GRANTED:
        raise ErasureRefused("decided")
    if reasons_to_keep(row.attempt, now):
        raise ErasureRefused("kept")
    row.state, row.done_at = ErasureState.DONE, now
    row.save(update_fields=["state", "done_at"])
    journal.append(subject=row.attempt.uuid, action="erasure_done", request=str(row.uuid))
