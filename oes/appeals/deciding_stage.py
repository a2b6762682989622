"""The worker's stage of votes: each ends at its deadline."""

from django.db import transaction
from django.utils import timezone

from oes.appeals.deciding import end_vote
from oes.appeals.models import Appeal
from oes.appeals.moving import locked
from oes.domain.appeal_state import AppealState


def end_next() -> bool:
    """End one vote whose deadline has passed; return False where none waits."""
    rows = Appeal.objects.filter(state=AppealState.VOTING, due_at__lte=timezone.now())
    waiting = rows.order_by("due_at", "pk").first()
    if waiting is None:
        return False
    with transaction.atomic():
        row = locked(waiting)
        if row.state == AppealState.VOTING and row.due_at and row.due_at <= timezone.now():
            end_vote(row)
    return True
