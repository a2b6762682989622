"""A segment whose worker died is claimed again, whatever the clock did meanwhile."""

from datetime import timedelta

import pytest
from django.utils import timezone

from oes.recordings.models import Run, Segment, Track
from oes.recordings.services import CLAIM_SECONDS, claim_segment

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("ago", "free"),
    [(CLAIM_SECONDS + 1, True), (CLAIM_SECONDS - 10, False), (-10, False), (-3600, True)],
)
def test_a_lease_ends_after_two_minutes_also_where_the_clock_was_put_back(attempt, ago, free):
    now = timezone.now()
    Segment.objects.create(
        track=Track.objects.create(attempt=attempt, kind="camera"), sequence=0, started_seconds=0.0, ended_seconds=8.0,
        run=Run.objects.create(attempt=attempt, number=9, last_seen_at=now), sha256="0" * 64, size=1, container="webm",
        blob_key="attempts/x/camera/a.webm", received_at=now, claimed_at=now - timedelta(seconds=ago),
    )  # fmt: skip
    assert (claim_segment() is not None) is free
