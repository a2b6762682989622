"""Reads about accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from oes.accounts.models import Organisation, Role, RoleGrant, User
from oes.accounts.second_factor import confirmed_of, due_at, papers_left
from oes.lib.names import search_name
from oes.notices.models import Notice

PARTS = ("username", "first_name", "last_name", "email")


class Entry(StrEnum):
    """Whether somebody can come in. INVITED: the link is on its way; UNINVITED: it is over, or there was none."""

    OPEN = "open"
    INVITED = "invited"
    UNINVITED = "uninvited"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Employee:
    """One of the staff, and how the account is protected."""

    user: User
    roles: tuple[str, ...]
    entry: Entry
    since: datetime | None
    due_at: datetime | None
    papers: int


def staff_users(organisation: Organisation, *, text: str = "", role: str = "") -> QuerySet[User]:
    """Return everybody who is more than a student, or nothing yet, by name. `text`: words of name, login or e-mail."""
    held = RoleGrant.objects.filter(user=OuterRef("pk"))
    rows = User.objects.filter(organisation=organisation)
    if role:
        rows = rows.filter(Exists(held.filter(role=role)))
    else:
        rows = rows.filter(Exists(held.exclude(role=Role.STUDENT)) | ~Exists(held))
    if words := search_name(text).split():  # in Python: SQLite knows the letter case of Latin letters only
        told = rows.values_list("pk", *PARTS)
        rows = rows.filter(pk__in=[pk for pk, *parts in told if _has(words, search_name(" ".join(parts)))])
    return rows.order_by("last_name", "first_name", "username")


def _has(words: Sequence[str], text: str) -> bool:
    return all(word in text for word in words)


def employees(users: QuerySet[User]) -> list[Employee]:
    """Return what the page of the staff shows of these users. Three queries."""
    rows = list(users.select_related("organisation", "second_factor", "invitation").prefetch_related("roles"))
    papers = papers_left(rows)
    return [_employee(user, papers.get(user.pk, 0)) for user in rows]


def entry_of(user: User) -> Entry:
    """Return whether somebody can come in."""
    if not user.is_active:
        return Entry.CLOSED
    if user.has_usable_password():
        return Entry.OPEN
    row = getattr(user, "invitation", None)
    waits = row is not None and row.accepted_at is None and row.expires_at > timezone.now()
    return Entry.INVITED if waits else Entry.UNINVITED


def refused_mails(organisation: Organisation) -> QuerySet[Notice]:
    """Return the notices whose mails were refused for good, newest first."""
    rows = Notice.objects.filter(user__organisation=organisation, mail_refused_at__isnull=False, mailed_at=None)
    return rows.select_related("user").order_by("-mail_refused_at", "-pk")


def _employee(user: User, papers: int) -> Employee:
    factor = confirmed_of(user)
    held = tuple(str(Role(grant.role).label) for grant in user.roles.all())
    return Employee(user, held, entry_of(user), factor.confirmed_at if factor else None, due_at(user), papers)
