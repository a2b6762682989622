"""What of appeals waits for whom, on the board of the exam session."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Min, Q
from django.urls import reverse

from oes.appeals.models import Appeal
from oes.domain.appeal_state import OPEN, OWNER, AppealState
from oes.domain.appeal_state import Owner as AppealOwner
from oes.domain.open_states import OpenState, Owner, stated
from oes.exams.models import ExamPeriod

_OWNERS = {
    AppealOwner.SECRETARY: Owner.SECRETARY,
    AppealOwner.STUDENT: Owner.STUDENT,
    AppealOwner.MEMBERS: Owner.COMMISSION,
    AppealOwner.CHAIR: Owner.COMMISSION,
    AppealOwner.REGISTRAR: Owner.REGISTRAR,
}


def appeals(period: ExamPeriod, at: datetime) -> Iterable[OpenState]:
    """Say which appeals are open, by state, deadline and faculty. One query.

    Those of exams outside of all periods are shown with every period: nobody knows to which they belong.
    """
    rows = Appeal.objects.filter(
        Q(period=period) | Q(period=None), organisation=period.organisation_id, state__in=sorted(OPEN)
    )
    counted = rows.order_by().values("state", "due_at", "faculty__name").annotate(count=Count("pk"), first=Min("pk"))
    path = reverse("appeals:board")
    for row in counted.order_by("due_at", "first"):
        yield stated(
            f"appeal_{row['state']}", row["due_at"], count=row["count"], title=row["faculty__name"] or "",
            path=f"{path}?state={row['state']}", owner=_OWNERS[OWNER[AppealState(row["state"])]],
        )  # fmt: skip
