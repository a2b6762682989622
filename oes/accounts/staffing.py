"""Writes about the staff's accounts: roles, names and addresses, leaving and coming back; mails sent again."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from oes.accounts.models import Organisation, Role, RoleGrant, User
from oes.domain.staff_roles import Refusal, may_keep, refusal_of_leaving, refusal_of_roles
from oes.journal import services as journal
from oes.notices.models import Notice


class Refused(Exception):
    """It may not be done; `why` says it."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why)
        self.why = why


@transaction.atomic
def set_roles(*, user: User, roles: Collection[str], by: User) -> None:
    """Give somebody these roles and no others; whether they are a student says the roster. Raises Refused."""
    told = _locked(user, by)
    before = _roles(user)
    after = set(roles) | ({str(Role.STUDENT)} & before)
    _refuse(refusal_of_roles(**told, before=before, after=after))
    if before == after:
        return
    RoleGrant.objects.filter(user=user, role__in=before - after).delete()
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for role in sorted(after - before))
    _tell(user, by, "roles_changed", given=sorted(after - before), taken=sorted(before - after))


def refuse_roles(*, roles: Collection[str], by: User) -> None:
    """Raise Refused where somebody may not make a new account with these roles."""
    told = {"before": set(), "after": set(roles) - {str(Role.STUDENT)}}
    _refuse(refusal_of_roles(by=_roles(by), is_own=False, others_administer=True, **told))


@transaction.atomic
def change_account(*, user: User, first_name: str, last_name: str, email: str, by: User) -> None:
    """Store somebody's name and address. Raises Refused."""
    if not may_keep(_roles(by), _roles(user)):
        raise Refused(Refusal.NOT_YOURS)
    new = {"first_name": first_name, "last_name": last_name, "email": email}
    changed = sorted(name for name, value in new.items() if getattr(user, name) != value)
    if changed:
        User.objects.filter(pk=user.pk).update(**new)
        _tell(user, by, "user_changed", fields=changed)


@transaction.atomic
def close_account(*, user: User, by: User) -> None:
    """Let nobody in by this account any more; it is signed out at once, and its rows stay. Raises Refused."""
    told = _locked(user, by)
    _refuse(refusal_of_leaving(**told, held=_roles(user)))
    if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        _tell(user, by, "account_closed")


@transaction.atomic
def open_account(*, user: User, by: User) -> None:
    """Let somebody in again. Raises Refused."""
    if not may_keep(_roles(by), _roles(user)):
        raise Refused(Refusal.NOT_YOURS)
    if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        _tell(user, by, "account_opened")


@transaction.atomic
def send_again(*, notice: Notice, by: User) -> bool:
    """Let a mail that was refused leave anew; False where it was not refused, or waits again already."""
    told = {"mail_refused_at": None, "mail_tries": 0, "next_try_at": timezone.now(), "in_digest": False}
    refused = Notice.objects.filter(pk=notice.pk, mail_refused_at__isnull=False, mailed_at=None)
    if not refused.update(**told):
        return False
    journal.append(subject=by.organisation.uuid, action="mail_sent_again", actor=by.uuid, notice=str(notice.uuid))
    return True


def _locked(user: User, by: User) -> dict[str, object]:
    """Return what the rules ask, one change of an institution's roles at a time: two administrators who take the role
    from each other at the same moment leave one."""
    organisation = Organisation.objects.select_for_update().get(pk=user.organisation_id)
    others = User.objects.filter(organisation=organisation, is_active=True, roles__role=Role.ADMINISTRATION)
    able = [one for one in others.exclude(pk=user.pk) if one.has_usable_password()]
    return {"by": _roles(by), "is_own": user.pk == by.pk, "others_administer": bool(able)}


def _roles(user: User) -> set[str]:
    return set(RoleGrant.objects.filter(user=user).values_list("role", flat=True))


def _refuse(why: Refusal | None) -> None:
    if why is not None:
        raise Refused(why)


def _tell(user: User, by: User, action: str, **content: object) -> None:
    journal.append(subject=user.organisation.uuid, action=action, actor=by.uuid, user=str(user.uuid), **content)
