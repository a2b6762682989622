"""Who is told that they belong to a commission or sit in the panel of a case."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from oes.appeals.models import Commission, CommissionMember, MemberRole, PanelMember
from oes.notices.services import notify


def tell_members(commission: Commission, members: Iterable[CommissionMember]) -> None:
    """Tell members that an appointed commission counts on them, each in which role."""
    for member in members:
        notify(
            users=[member.user], kind="commission", title=_MEMBER, text=_SUBSTITUTE if member.is_substitute else _SEAT,
            role=MemberRole(member.role).label, faculty=commission.faculty or _("all other faculties"),
            period=commission.period.title,
        )  # fmt: skip


def tell_panel(seats: Sequence[PanelMember]) -> None:
    """Tell who has come into a panel. Nothing names the student: the rules may hide the name."""
    if seats:
        row = seats[0].appeal
        notify(
            users=[seat.member.user for seat in seats], kind="appeal", title=_PANEL, text=_PANEL_TEXT, urgent=True,
            path=f"/appeals/{row.uuid}/case/", number=row.number, exam=row.exam.title,
        )  # fmt: skip


_MEMBER = _("You are in an appeal commission")
_SEAT = _("Your role: %(role)s. It decides the appeals of: %(faculty)s, %(period)s.")
_SUBSTITUTE = _("Your role: %(role)s, substitute. It decides the appeals of: %(faculty)s, %(period)s.")
_PANEL = _("You are in the panel of appeal %(number)d")
_PANEL_TEXT = _(
    "It is about the exam “%(exam)s”. Open the case. If something ties you to the student or to the exam, stand aside "
    "on its page."
)
