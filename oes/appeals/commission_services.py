"""Writes about commissions: their rules, order and quotas, who belongs to them, and their appointment (W13)."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from oes.accounts import staffing
from oes.accounts.models import Role, User
from oes.appeals import deciding, panel
from oes.appeals.commission_notices import tell_members
from oes.appeals.commission_queries import lacks_of, rooms_of
from oes.appeals.models import Commission, CommissionMember, MemberRole, PanelMember, Quota
from oes.domain.quotas import Room
from oes.journal import services as journal
from oes.lib import blobs

LARGEST_ORDER = 10 * 1024 * 1024
"""Bytes."""


class CommissionRefused(Exception):
    """It cannot be done. `code`: lacks (its quotas, quorum or order are not as they must be), person, role_own,
    role_not_yours."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class OrderFile:
    """The scanned order, already known to be a PDF."""

    name: str
    body: bytes


@transaction.atomic
def save_commission(*, commission: Commission, rooms: Iterable[Room], order: OrderFile | None, by: User) -> Commission:
    """Store a new or changed commission with its quotas; `order`: a new file, None keeps the one there is.

    A uuid that is already stored is a form sent twice: that row is returned. Raises CommissionRefused (lacks) where an
    appointed commission would no longer be one.
    """
    known = None if commission.pk else Commission.objects.filter(uuid=commission.uuid).first()
    if known:
        return known
    if order:
        _keep(commission, order)
    commission.save()
    for room in rooms:
        told = {"minimum": room.minimum, "maximum": room.maximum}
        Quota.objects.update_or_create(commission=commission, role=room.role, defaults=told)
    if commission.appointed_at and lacks_of(commission):
        raise CommissionRefused("lacks")
    quotas = [[room.role, room.minimum, room.maximum] for room in rooms_of(commission)]
    _tell(
        commission, by, "commission_saved", order_number=commission.order_number, quorum=commission.quorum,
        order_sha256=commission.order_sha256, quotas=quotas,
    )  # fmt: skip
    return commission


def _keep(commission: Commission, order: OrderFile) -> None:
    old, sha256 = commission.order_blob, hashlib.sha256(order.body).hexdigest()
    key = f"commissions/{commission.uuid}/{sha256[:32]}.pdf"
    blobs.put(key, order.body)
    commission.order_name, commission.order_sha256, commission.order_blob = order.name[:200], sha256, key
    if old and old != key:
        transaction.on_commit(partial(blobs.delete, old))


@transaction.atomic
def add_member(*, commission: Commission, user: User, role: str, is_substitute: bool, by: User) -> CommissionMember:
    """Give somebody a seat and the role that goes with it; who has a seat keeps it as it is.

    Only a student has a student's seat, and no other. Raises CommissionRefused.
    """
    Commission.objects.select_for_update().get(pk=commission.pk)
    if known := panel.seats_in(commission, user).first():
        return known
    is_student = hasattr(user, "student")
    if user.organisation_id != commission.organisation_id or not user.is_active:
        raise CommissionRefused("person")
    if is_student is not (role == MemberRole.STUDENT):
        raise CommissionRefused("person")
    _give_role(user, by, give={_role_for(role)})
    row = CommissionMember.objects.create(
        commission=commission, user=user, role=role, is_substitute=is_substitute, added_by=by
    )
    told = {"user": str(user.uuid), "role": str(role), "substitute": is_substitute}
    _tell(commission, by, "commission_member_added", member=str(row.uuid), **told)
    if commission.appointed_at:
        tell_members(commission, [row])
    return row


@transaction.atomic
def remove_member(*, member: CommissionMember, by: User) -> None:
    """Take somebody's seat; the row stays. Who decides in a case now stands aside there, for a substitute.

    Votes that were cast before a deadline that has passed count. The role goes with the last seat that needs it, where
    `by` may take it. A second call changes nothing.
    """
    seats = PanelMember.objects.filter(member=member, recused_at=None, appeal__state__in=panel.PANEL_STATES)
    seats = seats.select_related("appeal").order_by("appeal_id")
    if not CommissionMember.objects.select_for_update(no_key=True).filter(pk=member.pk, removed_at=None).exists():
        return
    for seat in seats:  # before the seat is gone: a vote that is over is counted with everybody who sat in it
        deciding.stand_aside(seat=seat, reason=gettext("No longer a member of the commission."), by=by)
    CommissionMember.objects.filter(pk=member.pk).update(removed_at=timezone.now())
    _tell(member.commission, by, "commission_member_removed", member=str(member.uuid))
    role = _role_for(member.role)
    others = CommissionMember.objects.filter(user=member.user, removed_at=None).values_list("role", flat=True)
    if role not in {_role_for(other) for other in others}:
        try:
            _give_role(member.user, by, take={role})
        except CommissionRefused:
            return  # it is kept by whoever keeps that account


@transaction.atomic
def appoint(*, commission: Commission, by: User) -> Commission:
    """Let a commission decide from now on. A second call changes nothing. Raises CommissionRefused (lacks)."""
    row = Commission.objects.select_for_update().get(pk=commission.pk)
    if row.appointed_at:
        return row
    if lacks_of(row):
        raise CommissionRefused("lacks")
    row.appointed_at, row.appointed_by = timezone.now(), by
    row.save(update_fields=["appointed_at", "appointed_by"])
    told = {"order_number": row.order_number, "order_sha256": row.order_sha256}
    members = list(row.members.filter(removed_at=None).select_related("user"))
    _tell(row, by, "commission_appointed", members=[str(member.uuid) for member in members], **told)
    tell_members(row, members)
    return row


def _role_for(role: str) -> str:
    return str(Role.SECRETARY if role == MemberRole.SECRETARY else Role.COMMISSION)


def _give_role(user: User, by: User, *, give: set[str] = frozenset(), take: set[str] = frozenset()) -> None:
    held = {grant.role for grant in user.roles.all()}
    wanted = (held | give) - take
    if wanted == held:
        return
    try:
        staffing.set_roles(user=user, roles=wanted, by=by)
    except staffing.Refused as error:
        raise CommissionRefused(f"role_{error.why}") from error


def _tell(commission: Commission, by: User, action: str, **content: object) -> None:
    subject = commission.organisation.uuid
    journal.append(subject=subject, action=action, actor=by.uuid, commission=str(commission.uuid), **content)
