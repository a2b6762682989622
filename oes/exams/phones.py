"""Trying an exam's testing system in a frame on a phone: the link, what is heard from the frame, the result."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from oes.accounts.models import User
from oes.exams.models import Exam, Phones, PhoneTry
from oes.journal import services as journal
from oes.lib.codes import drawn_code, keyed_hash

LINK_MINUTES = 15
TRY_MINUTES = 30
CODE_LETTERS = 12
TOKEN_PREFIX = "try-"
"""Tells a try's bearer token from those of attempts."""
LEAST_LOADS = 2
"""The page before the sign-in, and one after it."""


class TryRefused(Exception):
    """What the phone asks for cannot be had; `code`: over, wrong_origin, not_proven."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def begin_try(*, exam: Exam, by: User) -> tuple[PhoneTry, str]:
    """Return a new try and the code of its link, which works once and is kept nowhere."""
    code = drawn_code(CODE_LETTERS).lower()
    expires = timezone.now() + timedelta(minutes=LINK_MINUTES)
    row = PhoneTry.objects.create(exam=exam, by=by, address=exam.address, code_hash=_hash(code), expires_at=expires)
    return row, code


def try_of_link(code: str) -> PhoneTry | None:
    """Return the try whose link nobody has opened yet, or None."""
    return _running(code).filter(opened_at=None).first()


@transaction.atomic
def open_try(*, code: str, browser: str) -> tuple[PhoneTry, str]:
    """Open the link, which then works no more; return the try and its bearer token. Raises TryRefused."""
    row = _running(code).select_for_update(of=("self",)).filter(opened_at=None).first()
    if row is None:
        raise TryRefused("over")
    token = TOKEN_PREFIX + secrets.token_urlsafe(32)
    row.code_hash, row.opened_at = _hash(token), timezone.now()
    row.expires_at = row.opened_at + timedelta(minutes=TRY_MINUTES)
    row.browser = browser[:300]
    row.save(update_fields=["code_hash", "opened_at", "expires_at", "browser"])
    return row, token


def is_try_token(token: str) -> bool:
    return token.startswith(TOKEN_PREFIX)


def try_of_token(token: str) -> PhoneTry | None:
    """Return the running try that a bearer token belongs to, or None."""
    return _running(token).exclude(opened_at=None).first()


@transaction.atomic
def hear(*, token: str, origin: str, exam_started: bool) -> None:
    """Note that the embed script told something from inside the frame. Raises TryRefused."""
    row = _locked(token)
    if origin not in row.exam.origins:
        raise TryRefused("wrong_origin")
    now = timezone.now()
    row.heard_at = row.heard_at or now
    if exam_started:
        row.exam_started_at = row.exam_started_at or now
    row.save(update_fields=["heard_at", "exam_started_at"])


@dataclass(frozen=True, slots=True)
class Conclusion:
    """How a try ended. `loads`: pages that the frame showed. `by_hand`: a person's word instead of the exam's."""

    result: str
    loads: int
    by_hand: bool = False


@transaction.atomic
def finish_try(*, token: str, conclusion: Conclusion) -> PhoneTry:
    """Store how the try ended and decide with it whether phones can sit the exam. Raises TryRefused.

    "Possible" needs a page after the first, and what the server itself has heard from the frame: that the exam began,
    or, where a person says that the sign-in holds, any word of the embed script.
    """
    row = _locked(token)
    possible = conclusion.result == PhoneTry.Result.POSSIBLE
    proof = row.heard_at if conclusion.by_hand else row.exam_started_at
    if possible and (proof is None or conclusion.loads < LEAST_LOADS):
        raise TryRefused("not_proven")
    row.result, row.loads, row.finished_at = conclusion.result, conclusion.loads, timezone.now()
    row.by_hand = possible and conclusion.by_hand
    row.save(update_fields=["result", "loads", "finished_at", "by_hand"])
    phones = Phones.POSSIBLE if possible else Phones.NOT_POSSIBLE
    Exam.objects.filter(pk=row.exam_id, address=row.address).update(phones=phones)
    journal.append(
        subject=row.exam.organisation.uuid, action="phone_tried", actor=row.by.uuid, exam=str(row.exam.uuid),
        phone_try=str(row.uuid), result=row.result, by_hand=row.by_hand,
    )  # fmt: skip
    return row


def _locked(token: str) -> PhoneTry:
    row = _running(token).select_for_update(of=("self",)).exclude(opened_at=None).first()
    if row is None:
        raise TryRefused("over")
    return row


def _running(secret: str) -> QuerySet[PhoneTry]:
    rows = PhoneTry.objects.select_related("exam__organisation", "by")
    return rows.filter(code_hash=_hash(secret), finished_at=None, expires_at__gt=timezone.now())


def _hash(secret: str) -> str:
    return keyed_hash("oes.exams.phones", secret)
