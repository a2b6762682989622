"""The worker's stage that takes works in when their time is over, with what was saved."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from oes.domain.attempt_state import ENDED
from oes.domain.written import ending_of
from oes.written.handing_in import note_handed_in
from oes.written.models import Work
from oes.written.queries import is_empty, sitting_of
from oes.written.services import locked


def close_next() -> bool:
    """Close one work whose time is over; return False when there is none."""
    now = timezone.now()
    return any(close_work(work=work, at=now) for work in waiting(now))


def waiting(at: datetime) -> QuerySet[Work]:
    """Return the works that are still written while the exam has closed, or while their recording has ended."""
    closed = Q(written__exam__closes_at__lte=at)
    ended = Q(written__is_proctored=True, enrolment__attempts__state__in=ENDED)
    rows = Work.objects.filter(closed | ended, state=Work.State.HANDED_OUT)
    return rows.distinct().order_by("pk")


@transaction.atomic
def close_work(*, work: Work, at: datetime) -> bool:
    """Take a work in as its time or its recording is over; False, and nothing changes, while neither is."""
    row = locked(work)
    if not row.is_open:
        return False
    sitting = sitting_of(row.enrolment, at)
    ending = ending_of(
        sitting.window, at, is_empty=is_empty(row), has_reason=bool(row.late_reason),
        recorded_until=sitting.recorded_until,
    )  # fmt: skip
    if ending is None:
        return False
    note_handed_in(row, sitting, ending, is_automatic=True)
    return True
