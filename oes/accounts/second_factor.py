"""The second factor of the staff: codes of a telephone (TOTP, RFC 6238), and codes on paper for the day it is lost."""

import hmac
import math
import secrets
import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta

import pyotp
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from oes.accounts.models import Organisation, RecoveryCode, SecondFactor, SecondFactorUse, User
from oes.accounts.services import new_initial_password
from oes.journal import services as journal
from oes.lib import keys

STEP_SECONDS = 30
DRIFT_STEPS = 1
"""Telephones go wrong by seconds: the code before and the one after are taken too."""
MOST_MISSES = 5
CLOSED_MINUTES = 15
PAPER_CODES = 8
PAPER_LENGTH = 14
"""Three groups of four letters: 59 random bits behind a slow hash."""
DIGITS = 6
GRACE_DAYS = 14
_NONCE_BYTES = 12


class TooManyTries(Exception):
    """Too many wrong codes; `seconds` until the next try."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def confirmed_of(user: User) -> SecondFactor | None:
    """Return the factor that the user has set up, where the institution uses any."""
    row = getattr(user, "second_factor", None)
    used = user.organisation.second_factor != SecondFactorUse.OFF
    return row if used and row is not None and row.confirmed_at else None


def due_at(user: User) -> datetime | None:
    """Return by when the user has to set it up, or None for who need not or has."""
    organisation = user.organisation
    if organisation.second_factor != SecondFactorUse.REQUIRED or not user.is_employee or confirmed_of(user):
        return None
    return max(organisation.second_factor_since, user.date_joined) + timedelta(days=GRACE_DAYS)


@transaction.atomic
def begin(*, user: User) -> SecondFactor:
    """Return the factor that waits for its first code; a new one where there is none."""
    row = SecondFactor.objects.select_for_update().filter(user=user).first()
    if row is None:
        row = SecondFactor.objects.create(user=user, sealed=_sealed(user, pyotp.random_base32()))
    return row


def secret_of(row: SecondFactor) -> str:
    """Return the secret, in base 32. keys.NoKey where its key is lost."""
    sealed = bytes(row.sealed)
    try:
        opened = AESGCM(keys.key_of(_owner(row.user))).decrypt(
            sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], _bound(row)
        )
    except InvalidTag as error:
        raise keys.NoKey(_owner(row.user)) from error
    return opened.decode()


def address_of(row: SecondFactor) -> str:
    """Return what the QR code says to the telephone."""
    name = f"{row.user.username} ({row.user.organisation.name})"
    return pyotp.TOTP(secret_of(row)).provisioning_uri(name=name, issuer_name="OES")


def confirm(*, row: SecondFactor, code: str) -> list[str] | None:
    """Take the first code: from now on one is asked for. Return the codes on paper, or None where it is wrong."""
    if not _is_right(row, code):
        return None
    with transaction.atomic():
        SecondFactor.objects.filter(pk=row.pk, confirmed_at=None).update(confirmed_at=timezone.now())
        _tell(row.user, row.user, "second_factor_set_up")
    return paper_codes(user=row.user)


def paper_codes(*, user: User) -> list[str]:
    """Make new codes on paper in place of all earlier ones; they are shown once and kept nowhere."""
    codes = [new_initial_password()[:PAPER_LENGTH] for _ in range(PAPER_CODES)]
    rows = [RecoveryCode(user=user, code_hash=make_password(_letters(code))) for code in codes]  # slow on purpose
    with transaction.atomic():
        RecoveryCode.objects.filter(user=user).delete()
        RecoveryCode.objects.bulk_create(rows)
        _tell(user, user, "recovery_codes_made")
    return codes


def check(*, row: SecondFactor, code: str) -> bool:
    """Return whether a code of the telephone or of the paper is right; each works once. Raises TooManyTries."""
    return _is_right(row, code) or _is_on_paper(row.user, code)


def _is_right(row: SecondFactor, code: str) -> bool:
    digits = "".join(_plain(code).split())
    _count_try(row)
    try:
        step = _step_of(secret_of(row), digits) if len(digits) == DIGITS and digits.isascii() else None
    except keys.NoKey:  # the codes on paper still work
        return False
    fresh = SecondFactor.objects.filter(pk=row.pk, last_step__lt=step) if step else SecondFactor.objects.none()
    return bool(fresh.update(last_step=step, misses=0, closed_until=None))


def _step_of(secret: str, code: str) -> int | None:
    """Return the half minute whose code it is."""
    now = int(timezone.now().timestamp()) // STEP_SECONDS
    made = pyotp.TOTP(secret)
    near = range(now - DRIFT_STEPS, now + DRIFT_STEPS + 1)
    return next((step for step in near if hmac.compare_digest(made.generate_otp(step), code)), None)


def _count_try(row: SecondFactor) -> None:
    """Count before looking, so that tries at the same moment count, too; a right code sets it back."""
    now = timezone.now()
    with transaction.atomic():
        kept = SecondFactor.objects.select_for_update().get(pk=row.pk)
        if kept.closed_until and kept.closed_until > now:
            raise TooManyTries(math.ceil((kept.closed_until - now).total_seconds()))
        if kept.misses + 1 >= MOST_MISSES:
            kept.misses, kept.closed_until = 0, now + timedelta(minutes=CLOSED_MINUTES)
        else:
            kept.misses += 1
        kept.save(update_fields=["misses", "closed_until"])


def _is_on_paper(user: User, code: str) -> bool:
    letters = _letters(code)
    if len(letters) <= DIGITS:  # a code of the telephone: nothing slow for it
        return False
    unused = RecoveryCode.objects.filter(user=user, used_at=None)
    found = next((row for row in unused if check_password(letters, row.code_hash)), None)
    return found is not None and _use(found)


@transaction.atomic
def _use(paper: RecoveryCode) -> bool:
    if not RecoveryCode.objects.filter(pk=paper.pk, used_at=None).update(used_at=timezone.now()):
        return False
    SecondFactor.objects.filter(user=paper.user).update(misses=0, closed_until=None)
    _tell(paper.user, paper.user, "recovery_code_used")
    return True


@transaction.atomic
def remove(*, user: User, by: User | None) -> None:
    """Take the factor away, with its key. By another person, or on the server (None), it ends all sign-ins, too."""
    own = by is not None and by.pk == user.pk
    SecondFactor.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
    _tell(user, by, "second_factor_removed" if own else "second_factor_reset")
    if not own:
        end_sign_ins(user=user, by=by)
    transaction.on_commit(lambda: _forget(user))


@transaction.atomic
def end_sign_ins(*, user: User, by: User | None) -> None:
    """End every sign-in of the user, on all computers."""
    User.objects.filter(pk=user.pk).update(sign_in_epoch=F("sign_in_epoch") + 1)
    _tell(user, by, "sign_ins_ended")


def _forget(user: User) -> None:
    keys.shred(_owner(user))


@transaction.atomic
def choose(*, organisation: Organisation, use: str, by: User) -> None:
    """Say whether the staff need a second factor. Who is asked anew has some days."""
    if organisation.second_factor == use:
        return
    Organisation.objects.filter(pk=organisation.pk).update(second_factor=use, second_factor_since=timezone.now())
    journal.append(subject=organisation.uuid, action="second_factor_chosen", actor=by.uuid, use=use)


def papers_left(users: Iterable[User]) -> dict[int, int]:
    """Return how many codes on paper each user has left, by id. One query."""
    left = RecoveryCode.objects.filter(user__in=list(users), used_at=None).values_list("user_id", flat=True)
    counts: dict[int, int] = {}
    for user_id in left:
        counts[user_id] = counts.get(user_id, 0) + 1
    return counts


def _tell(user: User, by: User | None, action: str) -> None:
    journal.append(subject=user.organisation.uuid, action=action, actor=by.uuid if by else None, user=str(user.uuid))


def _sealed(user: User, secret: str) -> bytes:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(keys.made_key(_owner(user))).encrypt(nonce, secret.encode(), str(user.uuid).encode())


def _bound(row: SecondFactor) -> bytes:
    return str(row.user.uuid).encode()


def _owner(user: User) -> str:
    return f"users-{user.uuid}"


def _plain(code: str) -> str:
    return unicodedata.normalize("NFKC", code)


def _letters(code: str) -> str:
    """Return a code on paper as it is hashed: spaces, hyphens and letter case do not matter."""
    return "".join(c for c in _plain(code).lower() if c.isalnum())
