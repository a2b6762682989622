"""Live heads follow, prints do not, whatever is done with them."""

import random
from dataclasses import replace

import pytest

from oes.domain.challenge import (
    ChallengeResult,
    Look,
    Missed,
    Step,
    answers,
    draw_steps,
    judged,
    step_windows,
    whole_window,
)
from oes.domain.identity import Sameness
from oes.domain.policy import Thresholds
from oes.domain.spans import Span

RULES = Thresholds()
SHOWN = (2.0, 6.0)


def sitting(*, yaw=3.0, relief_per_degree=0.0022, turn=0.0, turn_at=3.0, blink_at=None, closed=0.1, seconds=11.0):
    """Return ten looks a second of a head that turns by `turn` degrees for a second and a half, and blinks."""
    looks = []
    for number in range(round(seconds * 10)):
        at = number / 10
        part = max(0.0, min(1.0, (at - turn_at) / 0.5, (turn_at + 2.0 - at) / 0.5))
        lids = closed if blink_at is not None and blink_at <= at < blink_at + 0.25 else 1.0
        degrees = part * turn
        looks.append(Look(at, 0.95, yaw + degrees, abs(degrees) * relief_per_degree, 0.2 * lids, 0.22 * lids))
    return looks


def asked(looks, *steps):
    return answers(looks, steps, SHOWN[: len(steps)], RULES)


def test_a_head_that_turns_and_blinks_has_followed():
    found = asked(sitting(turn=32, blink_at=7.5), Step.TURN_LEFT, Step.BLINK)
    assert [a.passed for a in found] == [True, True]
    assert found[0].value == pytest.approx(32, abs=0.5)
    assert found[1].value == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("turn", "relief_per_degree", "missed"),
    [(-32, 0.0022, Missed.OTHER_WAY), (12, 0.0022, Missed.NOT_TURNED), (0, 0.0, Missed.NOT_TURNED),
     (25, 0.0009, Missed.FLAT), (25, 0.0022, None)],
)  # fmt: skip
def test_a_turn_needs_side_angle_and_relief(turn, relief_per_degree, missed):
    (found,) = asked(sitting(turn=turn, relief_per_degree=relief_per_degree), Step.TURN_LEFT)
    assert found.missed == missed


def test_the_pose_is_measured_from_the_own_straight_look():
    assert asked(sitting(yaw=-15, turn=-24), Step.TURN_RIGHT)[0].passed
    assert not asked(sitting(yaw=-15, turn=-10), Step.TURN_RIGHT)[0].passed


def test_a_recording_that_turns_both_ways_all_the_time_follows_nothing():
    both = [*sitting(turn=32, turn_at=2.2, seconds=4.2), *sitting(turn=-32, turn_at=4.2, blink_at=5.9, seconds=11)[42:]]
    assert {asked(both, step)[0].missed for step in Step} == {Missed.OTHER_WAY}


def test_the_way_back_from_the_step_before_is_no_other_movement():
    late = sitting(turn=32, turn_at=5.0, blink_at=8.5)
    assert [a.missed for a in asked(late, Step.TURN_LEFT, Step.BLINK)] == [None, None]


def test_a_second_picture_in_profile_is_no_turn():
    jumped = [replace(look, yaw=30.0, relief=0.07) if 3 <= look.at_seconds <= 5 else look for look in sitting()]
    assert asked(jumped, Step.TURN_LEFT)[0].missed == Missed.FLAT


@pytest.mark.parametrize(
    ("blink_at", "closed", "passed"),
    [(3.0, 0.1, True), (3.0, 0.66, False), (None, 1.0, False), (8.0, 0.1, False)],
)
def test_a_blink_closes_both_eyes_in_its_time(blink_at, closed, passed):
    (found,) = asked(sitting(blink_at=blink_at, closed=closed), Step.BLINK)
    assert found.passed is passed


def test_one_eye_is_no_blink_and_neither_are_eyes_that_stay_closed():
    one = [replace(look, left_open=0.2) for look in sitting(blink_at=3.0)]
    closed = [replace(look, left_open=0.02, right_open=0.02) if look.at_seconds > 3 else look for look in sitting()]
    assert [asked(looks, Step.BLINK)[0].missed for looks in (one, closed)] == [Missed.NOT_BLINKED] * 2


def test_without_a_face_nothing_is_followed():
    hidden = [replace(look, presence=0.1) for look in sitting(turn=32, blink_at=7.5)]
    for looks in ([], hidden, [look for look in sitting(turn=32) if look.at_seconds > 4]):
        assert asked(looks, Step.TURN_LEFT)[0].missed == Missed.NO_FACE


def test_a_stranger_who_follows_has_failed():
    found = asked(sitting(turn=32, blink_at=7.5), Step.TURN_LEFT, Step.BLINK)
    assert judged(found, Sameness.SAME)[0] == judged(found, Sameness.CANNOT_TELL)[0] == ChallengeResult.PASSED
    result, told = judged(found, Sameness.DIFFERENT)
    assert result == ChallengeResult.FAILED
    assert {answer["missed"] for answer in told} == {"other_person"}


def test_each_draw_holds_a_blink_and_a_turn_and_orders_differ():
    draws = {draw_steps(random.Random(seed)) for seed in range(200)}
    assert all(Step.BLINK in draw and 2 <= len(draw) == len(set(draw)) for draw in draws)
    assert len(draws) == 10


def test_windows_follow_the_moments_that_were_told():
    assert step_windows(SHOWN, RULES)[0] == Span(2.0, 6.5)
    assert whole_window(SHOWN, RULES) == Span(0.5, 10.5)
    assert whole_window([0.4], RULES).start == 0.0
