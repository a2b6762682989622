"""Challenges are judged from segments as they come; the face is a turned cloud of points."""

from datetime import timedelta

import numpy as np
import pytest
from django.utils import timezone

from oes.analysis import challenges, operations
from oes.analysis.challenges import challenge_next, recording_of
from oes.analysis.face_geometry import EYES, lid_gaps, relief
from oes.analysis.networks.mesh import HeadPose, MeshFace
from oes.analysis.networks.yunet import FoundFace
from oes.analysis.references import References
from oes.analysis.tests.drawing import drawn_clip
from oes.attempts.models import Challenge
from oes.lib import blobs
from oes.recordings.models import Run, Segment, Track

DEPTHS = np.random.default_rng(3).normal(0, 0.25, 478)
PLACES = np.random.default_rng(4).normal(0, 0.7, (478, 2))


def head(yaw: float = 0.0, *, lids: float = 1.0, depth: float = 1.0, pitch: float = 0.0) -> np.ndarray:
    """Return 478 points of a head (depth 1) or of its picture (depth 0), turned and seen from nearby."""
    solid = np.column_stack([PLACES, DEPTHS * depth])
    for side, (outer, inner, pairs) in zip((-1, 1), EYES, strict=True):
        solid[outer], solid[inner] = (side * 0.5, -0.3, 0), (side * 0.2, -0.3, 0)
        for above, below in pairs:
            solid[above], solid[below] = (side * 0.35, -0.3 - 0.06 * lids, 0), (side * 0.35, -0.3 + 0.06 * lids, 0)
    solid[2] = (0, 0.3, 0.3 * depth)
    a, b = np.radians(yaw), np.radians(pitch)
    turn = np.array([[np.cos(a), 0, np.sin(a)], [0, 1, 0], [-np.sin(a), 0, np.cos(a)]])
    nod = np.array([[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]])
    seen = solid @ turn.T @ nod.T
    return 320 + 100 * seen[:, :2] * (4 / (4 - seen[:, 2:]))


def test_a_flat_picture_has_no_relief_however_it_is_held():
    picture = head(depth=0)
    for yaw, pitch in ((0, 0), (30, 0), (-50, 20), (10, -40)):
        assert relief(picture, head(yaw, depth=0, pitch=pitch)) < 1e-6
    assert relief(head(), head(25)) > 0.03
    assert relief(head(), head(40)) > relief(head(), head(20))


def test_lids_do_not_close_by_tilting_a_picture():
    left, right = lid_gaps(head(depth=0))
    assert lid_gaps(head(depth=0, pitch=50)) == pytest.approx((left, right), rel=0.15)
    assert max(lid_gaps(head(lids=0.1))) < 0.2 * left


class Networks:
    """Sees in each drawn frame what a person did then; the walking square says which frame it is."""

    def __init__(self, points) -> None:
        self.points = points
        self.yunet = self.mesh = self.sface = self
        self.stranger, self.changes_at = np.array([0.1, 0.99]), 1e9

    def faces(self, rgb, *, least_score):
        found = np.array([[20.0, 30.0], [60, 30], [40, 50], [25, 70], [55, 70]])
        return [FoundFace((0.0, 0.0, 80.0, 100.0), found, 0.9)]

    def embedding(self, rgb, *, points):
        return self.stranger if self.changes_at <= self.at(rgb) else np.array([1.0, 0.0])

    def at(self, rgb):
        return np.flatnonzero(rgb[60, :, 0] > 150).min() / 20

    def look(self, rgb, face):
        yaw, points = self.points(self.at(rgb))
        return MeshFace(HeadPose(0.99, yaw, 0.0, 0.0), points)


def follows(at: float, *, depth: float = 1.0):
    """Turn left from 2.5 to 4 s."""
    yaw = 35 * max(0.0, min(1.0, (at - 2.5) / 0.5, (4.5 - at) / 0.5))
    return yaw, head(yaw, depth=depth)


@pytest.fixture
def seen(monkeypatch):
    networks = Networks(follows)
    monkeypatch.setattr(operations, "measurer", lambda: networks)
    monkeypatch.setattr(challenges, "references_of", lambda attempt: References(((1.0, 0.0),), "key", True))
    return networks


@pytest.fixture
def asked(attempt):
    """Return a function: a challenge that was shown, of one turn to the left."""

    def make(moment: str = "start", shown: float = 2.0) -> Challenge:
        return Challenge.objects.create(
            attempt=attempt, moment=moment, at_seconds=0, steps="turn_left", tries=1, shown=[shown],
            begun_at=timezone.now() - timedelta(seconds=20), result="waiting",
        )  # fmt: skip

    return make


def store(attempt, track: str, start: float, seconds: float, *, first_frame: int = 0, sequence: int = 1) -> Segment:
    run, _ = Run.objects.get_or_create(attempt=attempt, number=1, defaults={"last_seen_at": timezone.now()})
    row, _ = Track.objects.get_or_create(attempt=attempt, kind=track)
    key = f"attempts/{attempt.uuid}/{track}/{sequence}.webm"
    blobs.put(key, drawn_clip(seconds=seconds, first_frame=first_frame))
    return Segment.objects.create(
        track=row, run=run, sequence=sequence, started_seconds=start, ended_seconds=start + seconds, sha256="0" * 64,
        size=1, container="webm", blob_key=key, link="", received_at=timezone.now(),
    )  # fmt: skip


def test_the_start_is_judged_from_its_own_recording(attempt, asked, seen):
    challenge = asked()
    assert not challenge_next()
    store(attempt, "check_live", 0.0, 6.5)
    assert challenge_next()
    assert not challenge_next()
    challenge.refresh_from_db()
    assert (challenge.result, challenge.measured[0]["missed"]) == ("passed", "")
    assert challenge.measured[0]["value"] == pytest.approx(35, abs=1)
    assert blobs.read(challenge.blob_key).startswith(b"\xff\xd8")


def test_a_recording_from_before_the_draw_answers_nothing(attempt, asked, seen):
    store(attempt, "check_live", 0.0, 6.5)
    Segment.objects.update(received_at=timezone.now() - timedelta(seconds=60))
    asked()
    assert not challenge_next()


def test_a_window_may_lie_in_two_segments_that_come_in_any_order(attempt, asked, seen):
    challenge = asked("random", shown=102.0)
    seen.points = lambda at: follows(at)
    later = store(attempt, "camera", 103.0, 4.0, first_frame=30, sequence=2)
    assert recording_of(challenge) == []
    assert not challenge_next()
    earlier = store(attempt, "camera", 100.0, 3.0)
    assert recording_of(challenge) == [earlier, later]
    assert challenge_next()
    challenge.refresh_from_db()
    assert challenge.result == "passed"


@pytest.mark.parametrize(("change", "missed"), [("flat", "flat"), (0.0, "other_person"), (2.1, "other_person")])
def test_a_flat_face_fails_and_so_does_a_stranger_even_for_the_movements_alone(attempt, asked, seen, change, missed):
    if change == "flat":
        seen.points = lambda at: follows(at, depth=0.0)
    else:
        seen.changes_at = change
    asked()
    store(attempt, "check_live", 0.0, 6.5)
    assert challenge_next()
    row = Challenge.objects.get()
    assert (row.result, row.measured[0]["missed"]) == ("failed", missed)
    assert attempt.marks.count() == 0


def test_a_recording_that_cannot_be_read_shows_no_face(attempt, asked, seen):
    segment = store(attempt, "check_live", 0.0, 2.0)
    blobs.delete(segment.blob_key)
    asked()
    assert challenge_next()
    assert Challenge.objects.get().measured[0]["missed"] == "no_face"


def test_a_recording_that_comes_much_later_answers_nothing(attempt, asked, seen):
    challenge = asked()
    Challenge.objects.update(begun_at=timezone.now() - timedelta(minutes=10))
    store(attempt, "check_live", 0.0, 6.5)
    assert not challenge_next()
    challenge.refresh_from_db()
    assert challenge.result == "waiting"


def test_one_that_cannot_be_judged_lets_the_others_have_their_turn(attempt, asked, seen, monkeypatch):
    poisoned = asked("random", shown=2.0)
    Challenge.objects.update(begun_at=timezone.now())
    store(attempt, "camera", 0.0, 8.0)
    other = asked()
    store(attempt, "check_live", 0.0, 6.5)
    judge = challenges.judge

    def breaks(challenge, segments):
        if challenge.pk == poisoned.pk:
            raise ValueError("broken")
        judge(challenge, segments)

    monkeypatch.setattr(challenges, "judge", breaks)
    with pytest.raises(ValueError, match="broken"):
        challenge_next()
    assert challenge_next()
    other.refresh_from_db()
    assert other.result == "passed"
    assert not challenge_next()


def test_many_without_a_recording_hide_none_that_has_one(attempt, asked, seen, monkeypatch):
    monkeypatch.setattr(challenges, "LOOKED_AT", 2)
    judged = asked()
    store(attempt, "check_live", 0.0, 6.5)
    for _ in range(3):
        asked("random", shown=1000.0)
    Challenge.objects.filter(moment="random").update(at_seconds=1000.0, begun_at=timezone.now())
    assert challenge_next()
    judged.refresh_from_db()
    assert judged.result == "passed"
