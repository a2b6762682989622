"""Listened sound becomes places where somebody speaks, if the rules say so; trust does not change."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from oes.analysis import operations
from oes.analysis import services as analysis
from oes.analysis.columns import sound_column
from oes.analysis.models import ObservationSet
from oes.analysis.tests.drawing import drawn_clip
from oes.attempts.models import Attempt
from oes.domain.measures import SoundMeasures
from oes.domain.policy import Policy
from oes.lib import blobs
from oes.recordings.models import Segment
from oes.violations import services
from oes.violations.models import Violation
from oes.violations.tests.scenes import SITTING, film, frame, sat

POLICY = replace(Policy(), grace_seconds=30.0, minimum_seconds=30.0, judge_speech=True)
STEP = 0.125


def listened(attempt: Attempt, start: float, end: float) -> None:
    """Store a film of a sitting student who speaks in the seconds from `start` to `end`."""
    film(attempt, [frame(at + 0.5, SITTING) for at in range(160)])
    for row in ObservationSet.objects.select_related("segment"):
        began = row.segment.started_seconds
        steps = [began + number * STEP for number in range(64)]
        heard = SoundMeasures(0.0, STEP, tuple(float(start <= at < end) for at in steps), (-40.0,) * 64)
        row.frames["sound"] = sound_column(heard)
        row.save()


@pytest.fixture
def attempt(enrolment) -> Attempt:
    return sat(enrolment, seconds=160.0, policy=POLICY)


def test_speech_across_segments_is_one_place_and_lowers_nothing(attempt):
    listened(attempt, 60.0, 70.0)
    trust = services.rebuild(attempt)
    (violation,) = Violation.objects.filter(attempt=attempt)
    assert (violation.kind, violation.source, violation.direct) == ("speech", "camera", False)
    assert violation.start_seconds == 60.0
    assert violation.end_seconds == pytest.approx(70.0, abs=0.11)
    assert [line.deduction for line in trust.lines.all()] == [0.0]
    assert trust.percent == 100


@pytest.mark.parametrize("changed", [{"judge_speech": False}, {"sound_kbps": 0}])
def test_rules_without_listening_show_none_of_it(enrolment, changed):
    attempt = sat(enrolment, seconds=160.0, policy=replace(POLICY, **changed))
    listened(attempt, 60.0, 70.0)
    services.rebuild(attempt)
    assert not Violation.objects.filter(attempt=attempt).exists()


def test_comparing_with_new_references_keeps_the_sound(attempt):
    listened(attempt, 60.0, 70.0)
    ObservationSet.objects.update(compared_with="another set of photos")
    assert analysis.recompare(attempt) == 20
    services.rebuild(attempt)
    assert Violation.objects.get(attempt=attempt).kind == "speech"


@pytest.mark.parametrize(("policy", "asked"), [(POLICY, 1), (replace(POLICY, judge_speech=False), 0)])
def test_a_segment_is_listened_to_only_where_the_rules_say_so(enrolment, monkeypatch, policy, asked):
    blocks = []

    def listen(sound):
        blocks.append(sum(map(len, sound)))
        return SoundMeasures(0.0, 0.128, (0.25,), (-30.0,))

    monkeypatch.setattr(operations, "listener", lambda: SimpleNamespace(listen=listen))
    monkeypatch.setattr(operations, "measurer", lambda: SimpleNamespace(measure=lambda pictures, **_: iter(())))
    segment = _unseen(sat(enrolment, seconds=160.0, policy=policy))
    analysis.analyse(segment)
    stored = ObservationSet.objects.get(segment=segment).frames
    assert len(blocks) == asked
    assert all(samples == pytest.approx(2 * 16_000, abs=800) for samples in blocks)
    assert stored.get("sound") == ({"at": 0.0, "step": 0.128, "speech": [25], "level": [-30]} if asked else None)


def _unseen(attempt: Attempt) -> Segment:
    (segment,) = film(attempt, [frame(0.5, SITTING)])
    ObservationSet.objects.filter(segment=segment).delete()
    blobs.delete(segment.blob_key)
    blobs.put(segment.blob_key, drawn_clip(sound=True))
    return segment
