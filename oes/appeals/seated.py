"""Who stands for a role in a case: the one place that says whom a notice about it goes to."""

from collections.abc import Iterable

from oes.accounts.models import User
from oes.appeals import panel
from oes.appeals.conflict_queries import conflicts_of
from oes.appeals.models import Appeal, MemberRole
from oes.appeals.office import office_staff


def seated(row: Appeal, role: str) -> list[User]:
    """Return who has a role in the case's panel, else in its commission, substitutes last; nobody with a conflict.

    A fixed number of queries.
    """
    commission = panel.commission_for(row)
    members = list(commission.members.filter(role=role, removed_at=None).select_related("user")) if commission else []
    choices = (
        [seat.member.user for seat in panel.sitting(row).filter(member__role=role)],
        [member.user for member in members if not member.is_substitute],
        [member.user for member in members],
    )
    free = {user.pk for user in _free(row, {user for users in choices for user in users})}
    found = ([user for user in users if user.pk in free] for users in choices)
    return next((users for users in found if users), [])


def secretaries_of(row: Appeal) -> list[User]:
    """Return who has to act on a case as its secretary; where there is none, the office."""
    return seated(row, MemberRole.SECRETARY) or office_of(row)


def office_of(row: Appeal) -> list[User]:
    """Return the office of a case, whom nothing ties to it; where everybody is tied, all but the appellant."""
    staff = [user for user in office_staff(row.organisation) if user.pk != row.student.user_id]
    return _free(row, staff) or staff


def _free(row: Appeal, users: Iterable[User]) -> list[User]:
    there = [user for user in users if user.is_active and user.organisation_id == row.organisation_id]
    if not there:
        return []
    codes = conflicts_of(row, there)
    aside = set(row.panel.exclude(recused_at=None).values_list("member__user", flat=True))  # type: ignore[attr-defined]
    return [user for user in there if not codes[user.pk] and user.pk not in aside]
