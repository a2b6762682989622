"""The worker's stage of late appeals and tasks: the next above is told, of an appeal a day later the registrar."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import User
from oes.appeals import panel
from oes.appeals.board import place_of
from oes.appeals.late_tasks import tell_next
from oes.appeals.models import STATES, Appeal, MemberRole
from oes.appeals.moving import chain_of, locked
from oes.appeals.seated import office_of, seated
from oes.domain.appeal_state import ESCALATE_AFTER, OPEN, OWNER, AppealState, Owner, escalated_to
from oes.journal import services as journal
from oes.lib.later import Later
from oes.notices.services import notify

_TITLE = _("Appeal %(number)d is late")
_TEXT = _("“%(exam)s”, state: %(state)s. The deadline has passed.")
_SEATS = {Owner.CHAIR: MemberRole.CHAIR, Owner.SECRETARY: MemberRole.SECRETARY}


def escalate_next() -> bool:
    """Tell of one late appeal, or else of one late task, of which nobody was told yet; return False where there is
    none."""
    now = timezone.now()
    for row in _late(now):
        if escalated_to(AppealState(row.state), row.due_at, now) not in (None, row.escalated_to):
            with transaction.atomic():
                _escalate(locked(row), now)
            return True
    return tell_next()


def _late(now: datetime) -> Any:
    untold = Q(escalated_to="") | Q(due_at__lte=now - ESCALATE_AFTER)
    rows = Appeal.objects.filter(untold, state__in=sorted(OPEN), due_at__lte=now)
    return rows.exclude(escalated_to=Owner.REGISTRAR).order_by("due_at", "pk")[:1]


def _escalate(row: Appeal, now: datetime) -> None:
    """Tell owner and next above, in their own languages. Another worker may have done so: then nothing happens."""
    to = escalated_to(AppealState(row.state), row.due_at, now)
    if to is None or to == row.escalated_to:
        return
    row.escalated_to = to
    row.save(update_fields=["escalated_to"])
    owner = OWNER[AppealState(row.state)]
    users = {user.pk: user for user in (*people(row, owner), *people(row, to))}
    student = users.pop(row.student.user_id, None)
    told: dict[str, Any] = {
        "kind": "appeal_late", "title": _TITLE, "text": _TEXT, "number": row.number, "exam": row.exam.title,
        "state": Later(STATES[AppealState(row.state)]),
    }  # fmt: skip
    notify(users=users.values(), urgent=True, path=place_of(row), **told)
    if student:
        notify(users=[student], path=reverse("appeals:state", args=[row.uuid]), **told)
    journal.append(
        subject=chain_of(row), action="appeal_escalated", appeal=str(row.uuid), number=row.number, to=str(to)
    )


def people(row: Appeal, owner: Owner) -> list[User]:
    """Return who stands for an owner in a case; the registrars where nobody does, the administration without these."""
    if owner is Owner.STUDENT:
        return [row.student.user]
    if owner is Owner.MEMBERS:
        return [seat.member.user for seat in panel.voters(row)]
    found = seated(row, _SEATS[owner]) if owner in _SEATS else []
    return found or office_of(row)
