"""When silence closes an attempt: not in a granted break, and not before the student's own closing time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from oes.attempts import breaks
from oes.attempts.models import Attempt
from oes.domain.accommodation import Terms
from oes.exams.models import Exam
from oes.recordings.expiry import silence_of

MINUTE = timedelta(minutes=1)


@pytest.fixture
def resting(attempt, admin) -> Attempt:
    """An attempt whose break of 15 minutes began 20 minutes ago, with 30 extra minutes."""
    breaks.grant(attempt=attempt, terms=Terms(breaks=1, break_minutes=15, extra_minutes=30), by=admin)
    breaks.take_break(attempt=attempt)
    Attempt.objects.update(started_at=attempt.started_at - 20 * MINUTE)
    return fresh(attempt)


def fresh(attempt: Attempt) -> Attempt:
    return Attempt.objects.select_related("enrolment__exam", "policy").get(pk=attempt.pk)


def test_silence_counts_from_the_end_of_the_granted_break(resting):
    now = timezone.now()
    heard = now - 20 * MINUTE
    assert silence_of(resting, heard_at=heard, now=now) == ""
    assert silence_of(resting, heard_at=heard, now=now + 9 * MINUTE) == ""
    assert silence_of(resting, heard_at=heard, now=now + 11 * MINUTE) == "silent"


def test_the_exam_closes_later_by_extra_minutes_and_the_break(resting):
    now = timezone.now()
    Exam.objects.update(closes_at=now - 29 * MINUTE)
    back = fresh(breaks.end_break(attempt=resting))
    assert silence_of(back, heard_at=now - 2 * MINUTE, now=now) == ""
    assert silence_of(back, heard_at=now + 10 * MINUTE, now=now + 12 * MINUTE) == ""
    assert silence_of(back, heard_at=now + 15 * MINUTE, now=now + 17 * MINUTE) == "closed"


def test_for_everybody_else_the_exams_own_closing_time_holds(attempt):
    now = timezone.now()
    Exam.objects.update(closes_at=now - MINUTE)
    assert silence_of(fresh(attempt), heard_at=now - 2 * MINUTE, now=now) == "closed"
