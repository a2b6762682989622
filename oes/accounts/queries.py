"""Reads about accounts."""

from dataclasses import dataclass
from datetime import datetime

from oes.accounts.models import Organisation, Role, User
from oes.accounts.second_factor import confirmed_of, due_at, papers_left


@dataclass(frozen=True, slots=True)
class Employee:
    """One of the staff, and how the account is protected."""

    user: User
    roles: tuple[str, ...]
    since: datetime | None
    due_at: datetime | None
    papers: int


def staff_of(organisation: Organisation) -> list[Employee]:
    """Return everybody with a role beside that of a student, by login. Three queries."""
    rows = User.objects.filter(organisation=organisation, roles__role__in=set(Role) - {Role.STUDENT}).distinct()
    users = list(rows.select_related("organisation", "second_factor").prefetch_related("roles").order_by("username"))
    papers = papers_left(users)
    return [_employee(user, papers.get(user.pk, 0)) for user in users]


def _employee(user: User, papers: int) -> Employee:
    factor = confirmed_of(user)
    held = tuple(str(Role(grant.role).label) for grant in user.roles.all())
    return Employee(user, held, factor.confirmed_at if factor else None, due_at(user), papers)
