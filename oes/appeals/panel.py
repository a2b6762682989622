"""Who decides a case: the commission, its panel, who stands aside, and who may open what (W13)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from oes.accounts.models import Role, User
from oes.appeals.commission_notices import tell_panel
from oes.appeals.conflict_queries import conflicts_of
from oes.appeals.deadlines import rules_of
from oes.appeals.models import Appeal, Commission, CommissionMember, MemberRole, PanelMember
from oes.appeals.moving import AppealRefused, chain_of, locked
from oes.domain import quotas
from oes.domain.appeal_state import AppealState
from oes.journal import services as journal

PANEL_STATES = frozenset({AppealState.ACCEPTED, AppealState.VOTING, AppealState.VOTED, AppealState.TIED})
"""While the panel may change; in a tie for the chair's sake."""
OFFICE = (Role.REGISTRAR, Role.ADMINISTRATION)
OFFICE_ROLE = "office"
NAMING = (OFFICE_ROLE, MemberRole.SECRETARY)
"""Who knows the student's name, whatever the rules: they write the papers."""
REFUSED_HOURS = 1
"""Somebody who tries the same door again within it is one line of the journal."""
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class CaseAccess:
    """That somebody may open a case, and as what. `seat`: the own one in its panel, None for the others."""

    appeal: Appeal
    role: str
    """A key of MemberRole, or `office` for registrar and administration."""
    seat: PanelMember | None
    names_shown: bool
    """Whether the page may name the student."""

    @property
    def is_student_member(self) -> bool:
        return self.role == MemberRole.STUDENT

    @property
    def may_vote(self) -> bool:
        return self.seat is not None and self.role in quotas.VOTING

    @property
    def contacts_shown(self) -> bool:
        """Return whether IIN and contacts may be shown: never to a student member, never without the name."""
        return self.names_shown and not self.is_student_member

    @property
    def faces_shown(self) -> bool:
        """Return whether pictures and clips may be shown as they are; else only blurred ones, without their sound."""
        return not self.is_student_member or self.appeal.faces_agreed


def commission_for(appeal: Appeal) -> Commission | None:
    """Return who decides an appeal: the commission that has it, else the appointed one of its faculty and period.

    A faculty without its own goes to the period's commission for the rest; an exam outside of all periods to the
    newest one. None where none is appointed. At most two queries.
    """
    if appeal.commission_id:
        return appeal.commission
    rows = Commission.objects.filter(organisation=appeal.organisation_id, appointed_at__isnull=False)
    rows = rows.filter(period=appeal.period_id) if appeal.period_id else rows.order_by("-period__starts_on", "pk")
    own = rows.filter(faculty=appeal.faculty_id).first() if appeal.faculty_id else None
    return own or rows.filter(faculty=None).first()


@transaction.atomic
def open_panel(*, appeal: Appeal, by: User) -> list[PanelMember]:
    """Bring the panel of an accepted appeal together; called again, add who has joined the commission since.

    All members who are no substitutes sit in it. Whoever has a conflict stands aside at once, and a substitute of the
    same role without one takes the place, where there is one: see `missing`. Raises AppealRefused (state,
    no_commission).
    """
    row = locked(appeal)
    commission = commission_for(row)
    if row.state not in PANEL_STATES:
        raise AppealRefused("state")
    if commission is None:
        raise AppealRefused("no_commission")
    if row.commission_id is None:
        row.commission = appeal.commission = commission
        row.save(update_fields=["commission"])
    members = list(commission.members.filter(removed_at=None).select_related("user"))
    codes = conflicts_of(row, [member.user for member in members])
    there = {seat.member_id: seat for seat in panel_of(row)}
    new = [one for one in members if not one.is_substitute and one.pk not in there]
    PanelMember.objects.bulk_create(PanelMember(appeal=row, member=member) for member in new)
    _set_aside(row, codes)
    _fill(row, members, codes)
    now = list(sitting(row))
    if fresh := [seat for seat in now if seat.member_id not in there]:
        _tell(row, by, "panel_opened", members=[str(seat.member.uuid) for seat in now])
        tell_panel(fresh)
    return panel_of(row)


def look_again(row: Appeal) -> None:
    """Let everybody of a locked appeal's panel stand aside who has got a conflict since, and call substitutes.

    A fixed number of queries where nobody has.
    """
    commission = commission_for(row)
    if commission is None:
        return
    members = list(commission.members.filter(removed_at=None).select_related("user"))
    codes = conflicts_of(row, [member.user for member in members])
    if _set_aside(row, codes):
        tell_panel(_fill(row, members, codes))


def _set_aside(row: Appeal, codes: Mapping[int, Sequence[str]]) -> bool:
    """Let those stand aside whom something ties to the case; return whether there was anybody."""
    tied = [(seat, found) for seat in sitting(row) if (found := codes.get(seat.member.user_id))]
    for seat, found in tied:
        _stand_aside(seat, by=None, reason="", conflicts=[str(code) for code in found])
    return bool(tied)


@transaction.atomic
def recuse(*, panel_member: PanelMember, reason: str, by: User) -> PanelMember:
    """Let a member stand aside, by the own word or by that of the commission's chair or secretary or of the office.

    A substitute of the same role without a conflict takes the place, where there is one. Votes that were cast stay
    rows and count no more: only those of `voters` do. Who stands aside already stays so. Raises AppealRefused (state,
    right, reason).
    """
    row = locked(panel_member.appeal)
    seat = PanelMember.objects.select_related("member__user", "member__commission").get(pk=panel_member.pk)
    if row.state not in PANEL_STATES:
        raise AppealRefused("state")
    if not _may_recuse(seat, by):
        raise AppealRefused("right")
    if not reason.strip():
        raise AppealRefused("reason")
    if seat.recused_at is None:
        _stand_aside(seat, by=by, reason=reason.strip()[:LONGEST_REASON], conflicts=seat.conflicts)
        members = list(seat.member.commission.members.filter(removed_at=None).select_related("user"))
        tell_panel(_fill(row, members, conflicts_of(row, [member.user for member in members])))
    return seat


def _may_recuse(seat: PanelMember, by: User) -> bool:
    member = seat.member
    if member.user_id == by.pk:
        return True
    if by.organisation_id != member.commission.organisation_id:
        return False
    leading = seats_in(member.commission, by).filter(role__in=(MemberRole.CHAIR, MemberRole.SECRETARY))
    return any(by.has_role(role) for role in OFFICE) or leading.exists()


def _stand_aside(seat: PanelMember, *, by: User | None, reason: str, conflicts: list[str]) -> None:
    seat.recused_at, seat.recused_by, seat.recusal_reason, seat.conflicts = timezone.now(), by, reason, conflicts
    seat.save(update_fields=["recused_at", "recused_by", "recusal_reason", "conflicts"])
    _tell(seat.appeal, by, "member_recused", member=str(seat.member.uuid), conflicts=conflicts)


def _fill(row: Appeal, members: Iterable[CommissionMember], codes: Mapping[int, Sequence[str]]) -> list[PanelMember]:
    """Give each seat that somebody left to a substitute of its role who is not in the panel yet; return who came."""
    seats, called = panel_of(row), []
    taken, filled = {seat.member_id for seat in seats}, {seat.in_place_of_id for seat in seats}
    for seat in [seat for seat in seats if seat.recused_at and seat.pk not in filled]:
        free = (
            one for one in members
            if one.is_substitute and one.role == seat.member.role and one.pk not in taken and not codes[one.user_id]
        )  # fmt: skip
        if member := next(free, None):
            taken.add(member.pk)
            called.append(PanelMember.objects.create(appeal=row, member=member, in_place_of=seat))
            told = {"member": str(member.uuid), "in_place_of": str(seat.member.uuid)}
            _tell(row, None, "substitute_called", **told)
    return called


def panel_of(appeal: Appeal) -> list[PanelMember]:
    """Return all seats of a case, those that were left among them. One query."""
    rows = appeal.panel.select_related("member__user", "member__commission", "recused_by", "in_place_of__member__user")
    return list(rows.order_by("pk"))


def sitting(appeal: Appeal) -> QuerySet[PanelMember]:
    """Return who sits in the panel now, the secretary among them."""
    rows = appeal.panel.filter(recused_at=None, member__removed_at=None)
    return rows.select_related("appeal__exam", "member__user", "member__commission").order_by("pk")


def voters(appeal: Appeal) -> QuerySet[PanelMember]:
    """Return whose votes count: who sits in the panel now, but for the secretary."""
    return sitting(appeal).filter(member__role__in=quotas.VOTING)


def chair_of(appeal: Appeal) -> PanelMember | None:
    """Return who leads the panel; None where the chair stands aside and nobody took the place."""
    return sitting(appeal).filter(member__role=MemberRole.CHAIR).first()


def quorum_met(*, appeal: Appeal, voted: int) -> bool:
    """Return whether so many voters are enough for the case's commission. At most two queries."""
    commission = commission_for(appeal)
    return commission is not None and quotas.quorum_met(voted, commission.quorum)


def missing(appeal: Appeal) -> list[str]:
    """Return why a panel cannot vote: `chair` (nobody leads it), `quorum` (too few can vote); empty: it can."""
    roles = [seat.member.role for seat in voters(appeal)]
    told = {"chair": MemberRole.CHAIR not in roles, "quorum": not quorum_met(appeal=appeal, voted=len(roles))}
    return [code for code, holds in told.items() if holds]


def seats_in(commission: Commission, user: User) -> QuerySet[CommissionMember]:
    """Return what somebody is in a commission now: one row or none."""
    return commission.members.filter(user=user, removed_at=None)


def case_of(user: User, appeal: Appeal) -> CaseAccess | None:
    """Return what somebody may see of a case, or None: the one rule who may open it.

    It opens for who sits in its panel, for the chair and the secretaries of its commission, and for registrar and
    administration: for nobody who stands aside or has a conflict. A fixed number of queries.
    """
    if user.organisation_id != appeal.organisation_id or not user.is_active:
        return None
    seats = list(appeal.panel.filter(member__user=user).select_related("member"))
    if any(seat.recused_at for seat in seats) or conflicts_of(appeal, [user])[user.pk]:
        return None
    seat = next((seat for seat in seats if seat.member.removed_at is None), None)
    role = seat.member.role if seat else _role_beside(user, appeal)
    if not role:
        return None
    named = role in NAMING or rules_of(appeal.organisation).names_shown
    return CaseAccess(appeal, role, seat, names_shown=named)


def _role_beside(user: User, appeal: Appeal) -> str:
    """Return as what somebody opens a case without sitting in its panel; empty: not at all."""
    commission = commission_for(appeal)
    member = seats_in(commission, user).first() if commission else None
    leads = member and (member.role == MemberRole.SECRETARY or not member.is_substitute)
    if member and leads and member.role in (MemberRole.SECRETARY, MemberRole.CHAIR):
        return str(member.role)
    return OFFICE_ROLE if any(user.has_role(role) for role in OFFICE) else ""


@transaction.atomic
def opened_case(*, user: User, appeal: Appeal) -> CaseAccess | None:
    """Return what `case_of` does; where it is None, keep in the journal who tried (`appeal_case_refused`).

    The view answers None with 404. Call it outside of any transaction that an error would undo.
    """
    access = case_of(user, appeal)
    if access is None:
        since = timezone.now() - timedelta(hours=REFUSED_HOURS)
        action = "appeal_case_refused"
        if not journal.recent_link(subject=chain_of(appeal), action=action, actor=user.uuid, since=since):
            codes = [str(code) for code in conflicts_of(appeal, [user])[user.pk]]
            _tell(appeal, user, action, conflicts=codes)
    return access


def cases_of(user: User) -> QuerySet[Appeal]:
    """Return the appeals of the commissions in which somebody sits or sat in a panel; `case_of` decides on each."""
    led = CommissionMember.objects.filter(user=user, removed_at=None, role__in=(MemberRole.CHAIR, MemberRole.SECRETARY))
    mine = PanelMember.objects.filter(member__user=user, recused_at=None, member__removed_at=None)
    rows = Appeal.objects.filter(organisation=user.organisation_id)
    return rows.filter(Q(pk__in=mine.values("appeal")) | Q(commission__in=led.values("commission")))


def _tell(appeal: Appeal, by: User | None, action: str, **content: object) -> None:
    actor = by.uuid if by else None
    journal.append(subject=chain_of(appeal), action=action, actor=actor, appeal=str(appeal.uuid), **content)
