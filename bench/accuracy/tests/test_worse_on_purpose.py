"""A detector that is made worse fails the gate: with the detectors themselves, on measures, not with made-up counts."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest

from bench.accuracy.event_rows import honest_row
from bench.accuracy.events import Score, score
from bench.accuracy.gate import figures_of
from bench.accuracy.measured import judged
from bench.accuracy.rows import COMPOSED, Row
from oes.domain.grades import Figure, Grade, grade_of
from oes.domain.measures import Face, FrameMeasures, Thing
from oes.domain.policy import DEFAULT_WEIGHTS, Thresholds
from oes.domain.spans import Span
from oes.domain.violations import KINDS

SECONDS = 1800
FOUND = {kind: Row(detector=kind, condition="as it is", kind=COMPOSED, n=4, recall=1.0) for kind in DEFAULT_WEIGHTS}
WORSE = {
    "nobody_in_frame": {"face_score": 0.97, "weak_face_score": 0.97},
    "second_person": {"second_head_score": 0.3, "second_head_least_share": 0.1},
    "substitution": {"other_person_cosine": 0.9, "other_person_cosine_most": 0.95, "same_person_cosine": 0.9},
    "phone": {"phone_score": 0.15, "phone_weak_score": 0.15},
    "looked_away": {"turned_yaw_degrees": 5.0, "turned_least_seconds": 1.0},
}


def honest_student(seconds: int) -> list[FrameMeasures]:
    """Return an honest student: a moving head, a back behind every other time, a likeness of 0.5 to 0.9."""
    random = Random(4)
    return [_frame(at, random) for at in range(seconds)]


def _frame(at: int, random: Random) -> FrameMeasures:
    sitting = Face(0.35 + random.uniform(-0.03, 0.03), 0.3, 0.25, 0.35, random.uniform(0.85, 0.95), 0.98)
    back = Face(0.7, 0.2, 0.08, 0.1, random.uniform(0.3, 0.7), 0.02)
    return FrameMeasures(
        at_seconds=at + 0.5,
        faces=(sitting, back) if random.random() < 0.5 else (sitting,),
        motion=2.0,
        presence=0.98,
        yaw=random.gauss(0.0, 4.0),
        pitch=random.gauss(0.0, 3.0),
        roll=0.0,
        embedding=_likeness(random.uniform(0.5, 0.9)),
        things=_things(random),
    )


def _things(random: Random) -> tuple[Thing, ...]:
    """A student, and a dark mouse on the table that at times looks a little like a phone."""
    student = Thing("person", 0.2, 0.25, 0.6, 0.75, 0.9)
    mouse = Thing("phone", 0.8, 0.85, 0.06, 0.05, random.uniform(0.1, 0.3))
    return (student, mouse) if random.random() < 0.3 else (student,)


def _likeness(cosine: float) -> tuple[float, ...]:
    return cosine, (1 - cosine**2) ** 0.5, *(0.0,) * 126


def grade(kind: str, frames: Sequence[FrameMeasures], thresholds: Thresholds) -> Grade:
    found = judged(frames, Span(0.0, SECONDS), thresholds, [_likeness(1.0)])
    result: Score = score([e.span for e in found if e.kind == kind], [], seconds=SECONDS)
    figures = figures_of([FOUND[kind], honest_row(kind, "honest footage", result, takes=1)])
    return grade_of(figures[kind], direct=KINDS[kind].direct)


@pytest.fixture(scope="module")
def honest() -> list[FrameMeasures]:
    return honest_student(SECONDS)


@pytest.mark.parametrize("kind", sorted(WORSE))
def test_the_detectors_as_they_are_pass(kind, honest):
    assert grade(kind, honest, Thresholds()) == Grade.PROVISIONAL


@pytest.mark.parametrize("kind", sorted(WORSE))
def test_a_detector_that_is_made_worse_loses_its_weight(kind, honest):
    worse = replace(Thresholds(), **WORSE[kind])
    assert grade(kind, honest, worse) == Grade.INFORMATIVE


@pytest.mark.parametrize("kind", sorted(WORSE))
def test_a_detector_that_finds_nothing_any_more_loses_its_weight_too(kind, honest):
    blind = replace(FOUND[kind], recall=0.0)
    figures = figures_of([blind, honest_row(kind, "honest footage", Score(exposure_seconds=SECONDS), takes=1)])
    assert figures[kind] == Figure(SECONDS, 0, 4, 0)
    assert grade_of(figures[kind], direct=KINDS[kind].direct) == Grade.INFORMATIVE


def test_every_weight_that_pictures_earn_is_tried_here():
    assert set(WORSE) == {kind for kind in DEFAULT_WEIGHTS if KINDS[kind].by_figures}
