"""An exam that is over, sat and judged by a person."""

from datetime import timedelta

import pytest
from django.utils import timezone

from oes.appeals.tests.scenes import released_attempt
from oes.attempts.models import Attempt
from oes.exams.models import Exam
from oes.review.models import Verdict
from oes.review.services import record_verdict
from tests.scenes import Seen, sit


@pytest.fixture
def over(exam) -> Exam:
    exam.opens_at, exam.closes_at = (timezone.now() - timedelta(hours=h) for h in (5, 1))
    exam.save()
    return exam


@pytest.fixture
def sat(over, aigerim) -> Attempt:
    """An ended, analysed attempt of aigerim: one event that weighs, one that does not, one technical fault."""
    seen = [Seen("phone", 700, 760), Seen("poor_light", 900, 930), Seen("camera_blocked", 1000, 1030)]
    return sit(aigerim, over, started_at=timezone.now() - timedelta(hours=4), seen=seen)


@pytest.fixture
def accused(sat, admin) -> Verdict:
    """An unreleased verdict of dishonesty on it."""
    return record_verdict(attempt=sat, honest=False, reason="A phone in the hand.", by=admin)


@pytest.fixture
def release(aigerim, exam, admin):
    """A verdict on aigerim's attempt that she was told."""
    return released_attempt(aigerim, exam, admin)
