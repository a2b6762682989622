"""The face after a break is looked at in the first segment of the camera, even where the camera came late."""

import pytest
from django.utils import timezone

from oes.analysis.checks import compares_faces
from oes.attempts.models import IdentityCheck
from oes.recordings.models import Run, Segment, Track


@pytest.fixture
def segment(attempt):
    """Return a function that makes a segment of the camera from a second on."""
    run = Run.objects.create(attempt=attempt, number=1, last_seen_at=timezone.now())
    track = Track.objects.create(attempt=attempt, kind="camera")

    def make(start: float) -> Segment:
        return Segment.objects.create(
            track=track, run=run, sequence=int(start), started_seconds=start, ended_seconds=start + 8, sha256="0" * 64,
            size=1, container="webm", blob_key="x/y", link="", received_at=timezone.now(),
        )  # fmt: skip

    return make


@pytest.mark.parametrize(("start", "answers"), [(88.0, False), (99.0, True), (115.0, True), (125.0, False)])
def test_the_first_segment_after_the_return_answers(segment, attempt, start, answers):
    IdentityCheck.objects.filter(attempt=attempt).delete()
    IdentityCheck.objects.create(attempt=attempt, moment="break", at_seconds=104.0)
    assert compares_faces(segment(start)) is answers


def test_a_random_moment_is_answered_only_by_the_segment_that_holds_it(segment, attempt):
    IdentityCheck.objects.filter(attempt=attempt).delete()
    IdentityCheck.objects.create(attempt=attempt, moment="random", at_seconds=104.0)
    assert compares_faces(segment(100.0))
    assert not compares_faces(segment(108.0))
