"""An exam that is over for everybody, with something found in it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from oes.attempts.models import Attempt
from oes.exams.models import Exam
from tests.scenes import Seen, add_checks, sit


@pytest.fixture
def over(exam) -> Exam:
    exam.opens_at, exam.closes_at = (timezone.now() - timedelta(hours=h) for h in (5, 1))
    exam.save()
    return exam


@pytest.fixture
def sat(over, aigerim) -> Attempt:
    """An ended, analysed attempt of aigerim with two events and its checks."""
    started_at = timezone.now() - timedelta(hours=4)
    attempt = sit(
        aigerim, over, started_at=started_at, seen=[Seen("nobody_in_frame", 700, 760), Seen("phone", 900, 930)]
    )
    add_checks(attempt)
    return attempt
