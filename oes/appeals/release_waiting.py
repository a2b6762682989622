"""Verdicts that nobody has told their students, for the board of the exam session."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, F, Min
from django.urls import reverse

from oes.appeals.release_facts import standing
from oes.domain.open_states import OpenState, opened
from oes.exams.models import ExamPeriod


def unreleased(period: ExamPeriod, at: datetime) -> Iterable[OpenState]:
    """Say of each exam how many verdicts wait to be released, by the oldest of them. One query."""
    rows = standing(period.organisation_id).filter(attempt__enrolment__exam__period=period)
    named = {"name": F("attempt__enrolment__exam__title"), "exam": F("attempt__enrolment__exam__uuid")}
    for row in rows.order_by().values(**named).annotate(count=Count("pk"), first=Min("at")).order_by("first"):
        path = f"{reverse('appeals:releases')}?exam={row['exam']}"
        yield opened("verdict_unreleased", row["first"], count=row["count"], title=row["name"], path=path)
