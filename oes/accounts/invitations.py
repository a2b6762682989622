"""Inviting somebody to the staff: a mailed link that sets the first password, for some days."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import Invitation, Organisation, User
from oes.accounts.services import create_user
from oes.accounts.staffing import refuse_roles
from oes.journal import services as journal
from oes.lib.moments import full_day
from oes.notices.models import Notice
from oes.notices.services import notify

DAYS = 7
KIND = "invited"
_signer = Signer(salt="oes.invitation")


class Accepted(Exception):
    """Somebody who has a password needs no invitation."""


@transaction.atomic
def invite(*, person: User, roles: Collection[str], by: User, origin: str) -> User:
    """Store the account of `person`, who is not saved yet, without a password, and mail a link to set one.

    `origin`: scheme and host of our pages, where the link leads. Raises Refused.
    """
    refuse_roles(roles=roles, by=by)
    user = create_user(
        organisation=by.organisation,
        login=person.username,
        email=person.email,
        roles=sorted(roles),
        by=by,
        uuid=person.uuid,
    )
    user.first_name, user.last_name, user.language = person.first_name, person.last_name, person.language
    user.save(update_fields=["first_name", "last_name", "language"])
    send(user=user, by=by, origin=origin)
    return user


@transaction.atomic
def send(*, user: User, by: User, origin: str) -> Invitation:
    """Mail a link, anew where there was one: earlier links work no more. Accepted where the password is set."""
    user = User.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=user.pk)
    if user.has_usable_password():
        raise Accepted
    now = timezone.now()
    told = {"code": uuid4(), "origin": origin, "invited_by": by, "invited_at": now, "accepted_at": None}
    row, _new = Invitation.objects.update_or_create(
        user=user, defaults={**told, "expires_at": now + timedelta(days=DAYS)}
    )
    journal.append(subject=user.organisation.uuid, action="user_invited", actor=by.uuid, user=str(user.uuid))
    Notice.objects.filter(user=user, kind=KIND, mailed_at=None).update(mail_wanted=False)
    notify(
        users=[user],
        kind=KIND,
        title=_("Your account for the exam session"),
        text=_(
            "You have got an account. Your login: %(login)s\n"
            "Set your password by this link. It works once, until %(until)s, and only the newest link counts."
        ),
        urgent=True,
        login=user.username,
        until=full_day(row.expires_at, ZoneInfo(user.organisation.time_zone)),
    )
    return row


def link_of(notice: Notice) -> str:
    """Return the full address in the mail; it stands in no row. "" where the invitation is over."""
    row = Invitation.objects.filter(user=notice.user_id, accepted_at=None).first()
    return row.origin + reverse("accounts:invited", args=[_signer.sign(str(row.code))]) if row else ""


def opened(*, organisation: Organisation, token: str) -> Invitation | None:
    """Return the invitation that a link opens now, or None."""
    try:
        code = UUID(_signer.unsign(token))
    except (BadSignature, ValueError):
        return None
    rows = Invitation.objects.select_related("user__organisation")
    mine = rows.filter(code=code, user__organisation=organisation, user__is_active=True)
    row = mine.filter(accepted_at=None, expires_at__gt=timezone.now()).first()
    # Whoever has got a password otherwise keeps it: the link may lie in a wrong mailbox.
    return row if row and not row.user.has_usable_password() else None


@transaction.atomic
def accept(*, invitation: Invitation, password: str) -> bool:
    """Store the first password; False, and nothing changes, where the link was used at this moment."""
    user, now = invitation.user, timezone.now()
    if not Invitation.objects.filter(code=invitation.code, accepted_at=None).update(accepted_at=now):
        return False
    user.set_password(password)
    user.save(update_fields=["password"])
    Notice.objects.filter(user=user, kind=KIND, read_at=None).update(read_at=now)
    journal.append(subject=user.organisation.uuid, action="invitation_accepted", actor=user.uuid, user=str(user.uuid))
    return True


def accepted_otherwise(user: User) -> None:
    """Mark an open invitation as done: its holder set a password by a mailed link for a forgotten one."""
    Invitation.objects.filter(user=user, accepted_at=None).update(accepted_at=timezone.now())
