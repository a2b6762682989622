"""How an appeal goes from one state to another: the one place that does so."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from oes.accounts.models import User
from oes.appeals.deadlines import due_at
from oes.appeals.models import Appeal, AppealStep
from oes.domain.appeal_state import AppealState, may_follow
from oes.journal import services as journal


class AppealRefused(Exception):
    """It cannot be done. `code` says why: state, late, twice, conflict, quorum, own, ..."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def locked(appeal: Appeal) -> Appeal:
    """Return the row as it is now, locked to the end of the transaction."""
    rows = Appeal.objects.select_for_update(of=("self",)).select_related("organisation", "student__user", "exam")
    return rows.get(pk=appeal.pk)


def move(
    row: Appeal, state: AppealState, *, by: User | None, reason: str = "", due: datetime | None = None, **fields: Any
) -> None:
    """Move a locked appeal, with its step and its link in the journal. `due`: in place of the rules' own deadline.

    Raises AppealRefused (state) where the table does not allow it.
    """
    if not may_follow(AppealState(row.state), state):
        raise AppealRefused("state")
    now = timezone.now()
    own_due = due_at(state, now, row.organisation)
    fields |= {"state": state, "due_at": (due or own_due) if own_due else None, "changed_at": now, "escalated_to": ""}
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))
    note_step(row, by=by, reason=reason)


def chain_of(appeal: Appeal) -> UUID:
    """Return whose chain of the journal tells of an appeal: the attempt's, or the student's where there is none."""
    return appeal.attempt.uuid if appeal.attempt else appeal.student.uuid


def note_step(row: Appeal, *, by: User | None, reason: str = "") -> None:
    """Keep what happened; in the chain of the attempt where there is one, else under the student."""
    AppealStep.objects.create(appeal=row, state=row.state, by=by, reason=reason, at=timezone.now())
    journal.append(
        subject=chain_of(row),
        action=f"appeal_{row.state}",
        actor=by.uuid if by else None,
        appeal=str(row.uuid),
        number=row.number,
    )
