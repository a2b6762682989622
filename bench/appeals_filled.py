"""Three hundred appeals of one exam session, in all states: what `oes bench board` opens the secretary's board with."""

from datetime import timedelta
from itertools import cycle
from typing import Any

from django.utils import timezone

COUNT = 300
STATES = (
    "filed", "filed", "returned", "accepted", "voting", "voting", "tied", "decided", "closed", "closed", "refused",
    "withdrawn",
)  # fmt: skip
TOPICS = (["content"], ["technical"], ["violation"], ["violation", "procedure"])
KINDS = ("phone", "looked_away", "second_person", "nobody_in_frame")


def fill(period: Any) -> int:
    """Store the appeals, each of another sitting, with two lines and the decisions of those decided; return how many.

    The rows are made straight away: the services would take minutes for what is only read here.
    """
    from oes.appeals.models import Appeal, AppealLine, Decision
    from oes.exams.models import Enrolment

    now = timezone.now()
    rows = Enrolment.objects.filter(exam__period=period).select_related("student__study_group", "exam", "student__user")
    kinds, topics, states = cycle(KINDS), cycle(TOPICS), cycle(STATES)
    made = Appeal.objects.bulk_create(
        _appeal(number, row, period, next(states), next(topics), now - timedelta(hours=3 * number))
        for number, row in enumerate(rows.order_by("exam", "student")[: COUNT * 7 : 7], start=1)
    )
    lines = AppealLine.objects.bulk_create(
        AppealLine(appeal=appeal, position=place, kind="event", event_kind=next(kinds), text="It was not so.")
        for appeal in made
        for place in (1, 2)
    )
    Decision.objects.bulk_create(
        Decision(
            line=line, outcome="deny_event" if line.position == 1 else "uphold", reason="The clip shows it.",
            counts={"uphold": 3}, by=line.appeal.student.user, at=now,
        )
        for line in lines
        if line.appeal.state in ("decided", "closed")
    )  # fmt: skip
    return len(made)


def _appeal(number: int, row: Any, period: Any, state: str, topics: list[str], filed: Any) -> Any:
    from oes.appeals.models import Appeal
    from oes.domain.appeal_state import OPEN

    is_open = state in OPEN
    return Appeal(
        number=number, organisation=period.organisation, period=period, student=row.student, exam=row.exam,
        faculty=row.student.study_group.faculty, course=1 + number % 4, programme="6B06101", contacts="+7 700",
        topics=topics, text="Please look at it again.", filed_at=filed, changed_at=filed, state=state,
        due_at=_end_of_day(filed + timedelta(days=20)) if is_open else None,
        escalated_to="registrar" if is_open and number > 200 else "",
    )  # fmt: skip


def _end_of_day(moment: Any) -> Any:
    """Return when the day ends in the bench's zone: deadlines are the ends of days."""
    return moment.replace(hour=19, minute=0, second=0, microsecond=0)
