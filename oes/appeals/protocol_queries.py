"""Reads about papers of an appeal: who may have them, and what they show."""

from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from oes.accounts.models import Role, User
from oes.appeals.models import Appeal, MemberRole, Protocol
from oes.appeals.panel import OFFICE_ROLE, CaseAccess, case_of, opened_case
from oes.domain.appeal_state import AppealState

KEEPERS = (OFFICE_ROLE, MemberRole.SECRETARY, MemberRole.CHAIR)
"""Who draws up the protocol."""
LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)
_WITH = (
    "organisation",
    "student__study_group",
    "student__user",
    "exam",
    "faculty",
    "commission",
    "accepted_by",
    "period",
)


def with_papers(rows: "QuerySet[Appeal]") -> "QuerySet[Appeal]":
    """Fetch with appeals what their papers show. A fixed number of queries."""
    rows = rows.select_related(*_WITH, "attempt")
    return rows.prefetch_related("lines__decision", "attachments", "hearings", "panel__member__user")


def appeal_of(user: User, uuid: UUID) -> Appeal | None:
    """Return an appeal of the user's institution with what its papers show; whether it opens is asked separately."""
    return with_papers(Appeal.objects.filter(organisation=user.organisation_id)).filter(uuid=uuid).first()


def is_own(user: User, appeal: Appeal) -> bool:
    """Return whether somebody is the student who appeals."""
    return appeal.student.user_id == user.pk and user.has_role(Role.STUDENT)


def keeps(access: CaseAccess) -> bool:
    """Return whether who opens a case so may draw up its protocol, which names the student."""
    return access.role in KEEPERS and access.contacts_shown


def may_keep(user: User, appeal: Appeal) -> bool:
    """Return whether somebody may draw up the protocol: secretary and chair, the office, nobody with a conflict."""
    access = case_of(user, appeal)
    return access is not None and keeps(access)


def paper_access(user: User, appeal: Appeal) -> CaseAccess | None:
    """Return as what somebody who is not the student opens the papers; who may not is noted in the journal."""
    return opened_case(user=user, appeal=appeal)


def protocols_of(appeal: Appeal) -> list[Protocol]:
    """Return the protocols of a case in the order of the languages. One query."""
    rows = {row.language: row for row in Protocol.objects.filter(appeal=appeal).select_related("drawn_up_by")}
    return [rows[code] for code in LANGUAGES if code in rows]


def undecided(appeal: Appeal) -> int:
    """Return how many lines have no decision; none where it may be drawn up. `appeal` comes by `with_papers`."""
    return sum(1 for line in appeal.lines.all() if not hasattr(line, "decision"))  # type: ignore[attr-defined]


def is_drawable(appeal: Appeal) -> bool:
    return appeal.state == AppealState.DECIDED and not undecided(appeal)
