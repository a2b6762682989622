"""An attempt with something of every kind in it."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from oes.attempts.models import Attempt
from oes.attempts.services import add_mark
from oes.domain.policy import Policy
from oes.exams.services import add_policy
from tests.scenes import Seen, add_checks, sit

STARTED = datetime(2026, 3, 2, 5, 15, 21, tzinfo=UTC)  # 10:15:21 in Almaty


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def judged(aigerim, exam) -> Attempt:
    seen = [
        Seen("looked_away", 100, 120),
        Seen("looked_away", 170, 200),
        Seen("nobody_in_frame", 600, 700, box=None),
        Seen("second_person", 900, 900.2, box=(0.7, 0.1, 0.2, 0.4)),
        Seen("offline", 1000, 1060),
        Seen("poor_light", 1200, 1230),
    ]
    attempt = sit(aigerim, exam, minutes=60, started_at=STARTED, seen=seen)
    add_checks(attempt)
    add_mark(attempt=attempt, kind="ended_early", minutes=12)
    return attempt


@pytest.fixture
def allowed(organisation):
    """Reports may go to one domain."""
    return add_policy(organisation=organisation, policy=Policy(report_domains=("uni.example",)))


@pytest.fixture
def english_client(signed_in, admin):
    client = signed_in(admin)
    client.cookies["django_language"] = "en"
    return client
