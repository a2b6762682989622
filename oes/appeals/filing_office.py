"""Writes of the secretary: an appeal is taken, returned, not accepted, or a refusal is taken back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import User
from oes.appeals.conflict_queries import conflicts_of
from oes.appeals.filing_tell import tell_student
from oes.appeals.models import Appeal
from oes.appeals.moving import AppealRefused, locked, move
from oes.appeals.panel import commission_for
from oes.domain.appeal_state import OPEN, AppealState

DECISIONS = (AppealState.ACCEPTED, AppealState.RETURNED, AppealState.REFUSED, AppealState.FILED)
_TITLES = {
    AppealState.ACCEPTED: _("Your appeal %(number)d was accepted"),
    AppealState.RETURNED: _("Your appeal %(number)d was returned: something is missing"),
    AppealState.REFUSED: _("Your appeal %(number)d was not accepted"),
    AppealState.FILED: _("Your appeal %(number)d is looked at again"),
}


@transaction.atomic
def decide(*, appeal: Appeal, decision: AppealState, by: User, reason: str = "") -> Appeal:
    """Take an appeal in, return it, refuse it, or take a refusal back, and tell the student. All but to accept it need
    a reason.

    Raises AppealRefused: state, reason, own, conflict, no_commission, twice (another one was filed meanwhile).
    """
    row = locked(appeal)
    _require_fit(row, decision, by, reason)
    fields = {}
    if decision is AppealState.ACCEPTED:
        commission = commission_for(row)
        if commission is None:
            raise AppealRefused("no_commission")
        fields = {"commission": commission, "accepted_by": by, "accepted_at": timezone.now()}
    move(row, decision, by=by, reason=reason, **fields)
    tell_student(row, _TITLES[decision], reason)
    return row


def _require_fit(row: Appeal, decision: AppealState, by: User, reason: str) -> None:
    if row.student.user_id == by.pk:
        raise AppealRefused("own")
    if conflicts_of(row, [by])[by.pk]:
        raise AppealRefused("conflict")
    if decision is not AppealState.ACCEPTED and not reason.strip():
        raise AppealRefused("reason")
    if (row.state == AppealState.REFUSED) != (decision is AppealState.FILED):
        raise AppealRefused("state")
    others = Appeal.objects.filter(student=row.student_id, exam=row.exam_id, state__in=OPEN)
    if decision is AppealState.FILED and others.exists():
        raise AppealRefused("twice")
