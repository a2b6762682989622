"""A rehearsal of aigerim, as far as it has come."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from oes.attempts import services as attempts
from oes.attempts.models import Attempt
from oes.recordings.models import CheckAnswer
from oes.recordings.services import open_run
from oes.rehearsals import services
from oes.rehearsals.models import Rehearsal
from tests.scenes import add_segment

TOLD = {
    "seconds": 60.0, "late_seconds": 2.0, "upload_kbps": 4000.0, "frames_per_second": 9.9, "battery_percent": 80,
    "charging": True, "wake_lock": True, "camera": True, "sound": True, "screen": "monitor", "local_store": True,
}  # fmt: skip


class Page:
    """The rehearsal's page, with its token."""

    def __init__(self, attempt: Attempt) -> None:
        self.base = f"/api/v1/attempts/{attempt.uuid}"
        token = attempts.mint_token(attempt=attempt, use="upload", lifetime=timedelta(hours=1))
        self.headers = {"Authorization": f"Bearer {token}", "User-Agent": "Mozilla/5.0 (Windows NT 6.1) Chrome/109"}

    def post(self, path: str, data: object = None):
        return Client().post(self.base + path, data, content_type="application/json", headers=self.headers)


@pytest.fixture
def opened(aigerim) -> Attempt:
    return services.open_rehearsal(student=aigerim, text_version="1", language="kk", user_agent="test")


@pytest.fixture
def recorded(opened) -> Attempt:
    """A rehearsal that has recorded, with the server's answer to the face."""
    open_run(attempt=opened, take_over=True, user_agent="")
    attempt = attempts.start_attempt(attempt=attempts.ready_attempt(attempt=opened, tier="A"))
    CheckAnswer.objects.create(segment=add_segment(attempt, 0, "check_start"), problems="", frames=3)
    for at in range(0, 56, 8):
        add_segment(attempt, at)
    return attempt


@pytest.fixture
def done(recorded) -> Rehearsal:
    Attempt.objects.filter(pk=recorded.pk).update(started_at=timezone.now() - timedelta(minutes=5))
    return services.record_rehearsal(attempt=recorded, told=TOLD, user_agent="Mozilla/5.0 (Windows NT 6.1) Chrome/109")
