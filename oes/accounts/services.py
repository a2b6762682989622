"""Writes about accounts: creating them, their passwords, and recovering a login or a password."""

import hashlib
import hmac
import logging
import secrets
import threading
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import timedelta
from smtplib import SMTPException
from uuid import UUID

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import make_password
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from oes.accounts.models import Organisation, RecoveryRequest, RoleGrant, User
from oes.journal import services as journal

MAILS_PER_ADDRESS = 3
REQUESTS_PER_IP = 30
"""An hour. A whole dormitory stands behind one address, so this is generous."""
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_PARTS, _PART_LENGTH = 4, 4

log = logging.getLogger(__name__)


class TooManyRequests(Exception):
    """This IP address asked for too many recovery mails within an hour."""


@transaction.atomic
def create_user(
    *,
    organisation: Organisation,
    login: str,
    email: str,
    roles: Iterable[str],
    password: str | None = None,
    by: User | None = None,
    uuid: UUID | None = None,
) -> User:
    """Create an account with its roles. Without a password nobody can enter until one is set."""
    user = User(organisation=organisation, username=login, email=email, **({"uuid": uuid} if uuid else {}))
    user.set_password(password)
    user.save()
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for role in roles)
    journal.append(
        subject=organisation.uuid,
        action="user_created",
        actor=by.uuid if by else None,
        user=str(user.uuid),
        roles=sorted(roles),
    )
    return user


def new_initial_password() -> str:
    """Return 16 random letters and digits (79 bits) that are easy to copy from paper: no 0, o, 1, l, i."""
    parts = ("".join(secrets.choice(_ALPHABET) for _ in range(_PART_LENGTH)) for _ in range(_PARTS))
    return "-".join(parts)


@transaction.atomic
def give_initial_passwords(*, users: Iterable[User], by: User) -> dict[int, str]:
    """Give each user a new random password and return them by user id: they are not kept anywhere."""
    users = list(users)
    passwords = {user.pk: new_initial_password() for user in users}
    for user in users:
        user.password = make_password(passwords[user.pk], hasher="initial")
    User.objects.bulk_update(users, ["password"], batch_size=200)
    journal.append(
        subject=by.organisation.uuid,
        action="initial_passwords_given",
        actor=by.uuid,
        users=[str(user.uuid) for user in users],
    )
    return passwords


@transaction.atomic
def set_own_password(*, user: User, password: str) -> None:
    """Store a password that its owner chose; every other sign-in ends with it."""
    user.set_password(password)
    user.save(update_fields=["password"])
    journal.append(subject=user.organisation.uuid, action="password_changed", actor=user.uuid, user=str(user.uuid))


def is_own_password(*, request: HttpRequest, user: User, password: str) -> bool:
    """Return whether it is the user's own; wrong ones count towards the lock, as at the sign-in."""
    return authenticate(request, username=user.username, password=password) == user


def recover(*, organisation: Organisation, email: str, ip: str, absolute: Callable[[str], str]) -> None:
    """Mail the logins of an address, each with a link for a new password (G3). Tells the caller nothing.

    TooManyRequests when the IP address asks too often; an address that gets too many mails is skipped silently.
    `absolute` makes a full address of a path.
    """
    if not _may_ask(organisation, email, ip):
        return
    for address, users in _users_by_address(organisation, email).items():
        send_links(organisation=organisation, address=address, users=users, absolute=absolute)


def send_links(
    *, organisation: Organisation, address: str, users: list[User], absolute: Callable[[str], str]
) -> threading.Thread:
    """Mail the users' logins and links to one address, in the language of the page that asked."""
    accounts = [{"login": user.username, "link": absolute(password_path(user))} for user in users]
    body = render_to_string("accounts/recovery_mail.txt", {"organisation": organisation, "accounts": accounts})
    subject = _("%(organisation)s: your login and a new password") % {"organisation": organisation.name}
    message = EmailMessage(" ".join(subject.split()), body, to=[address])
    # On a thread of its own: the answer takes the same time whether or not the address is known.
    thread = threading.Thread(target=_send, args=(message,))
    thread.start()
    return thread


def password_path(user: User) -> str:
    """Return the path on which this user may set a new password within the hour."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("accounts:set_password", args=[uid, default_token_generator.make_token(user)])


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except (OSError, SMTPException):
        log.exception("recovery_mail_failed")


def _users_by_address(organisation: Organisation, email: str) -> dict[str, list[User]]:
    """Return the accounts by their own spelling of the address: mail never goes to one that was typed."""
    found: dict[str, list[User]] = defaultdict(list)
    rows = User.objects.filter(organisation=organisation, email__iexact=email, is_active=True)
    # An invitation that is over went to an address that nobody has answered from: it may be a wrong one.
    for user in rows.exclude(invitation__accepted_at=None, invitation__expires_at__lt=timezone.now()).order_by("pk"):
        if _folded(user.email) == _folded(email):
            found[user.email].append(user)
    return found


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _may_ask(organisation: Organisation, email: str, ip: str) -> bool:
    """Count the request; return whether the address may get another mail within this hour."""
    address_hash, ip_hash = _hash(organisation.pk, _folded(email)), _hash("ip", ip)
    with transaction.atomic():
        RecoveryRequest.objects.filter(at__lt=timezone.now() - timedelta(hours=1)).delete()
        if RecoveryRequest.objects.filter(ip_hash=ip_hash).count() >= REQUESTS_PER_IP:
            raise TooManyRequests
        before = RecoveryRequest.objects.filter(address_hash=address_hash).count()
        RecoveryRequest.objects.create(address_hash=address_hash, ip_hash=ip_hash)
    return before < MAILS_PER_ADDRESS


def _hash(*parts: object) -> str:
    body = "\n".join(str(part) for part in parts).encode()
    return hmac.new(settings.SECRET_KEY.encode(), body, hashlib.sha256).hexdigest()
