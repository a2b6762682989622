"""The detectors by numbers: each test draws an attempt of one frame a second."""

import sys
from dataclasses import replace

import pytest

from oes.analysis.detectors import BaselinePose, camera_episodes
from oes.domain.measures import Face, FrameMeasures
from oes.domain.policy import Thresholds

FACE = Face(0.4, 0.3, 0.2, 0.3, 0.93, 1.0)
EMPTY_ROOM = FrameMeasures(0, motion=0.3)


def honest(at: float) -> FrameMeasures:
    similarity = 0.8 if at % 3 == 0 else None
    return FrameMeasures(at, (FACE,), motion=3.0, presence=1.0, yaw=2.0, pitch=5.0, roll=0.0, similarity=similarity)


def attempt(seconds: int = 60, **changes: object) -> list[FrameMeasures]:
    """Return honest frames; `changes` maps "s10_20" to fields (or a frame) for the seconds 10 to 19."""
    frames = [honest(at) for at in range(seconds)]
    for span, change in changes.items():
        first, last = (int(part) for part in span[1:].split("_"))
        for at in range(first, last):
            base, fields = (change, {}) if isinstance(change, FrameMeasures) else (frames[at], change)
            frames[at] = replace(base, **{**fields, "at_seconds": float(at)})
    return frames


def found(frames: list[FrameMeasures], **arguments: object) -> list[tuple[str, float, float]]:
    episodes = camera_episodes(frames, Thresholds(), **arguments)
    return [(e.kind, e.span.start, e.span.end) for e in episodes]


def test_an_honest_attempt_has_no_episode():
    assert found(attempt()) == []
    assert found([]) == []


def test_an_empty_chair_is_seen_from_start_to_end():
    assert found(attempt(s20_30=replace(EMPTY_ROOM, motion=20))) == [("nobody_in_frame", 19.5, 29.5)]


def test_the_whole_attempt_may_be_empty():
    frames = [replace(EMPTY_ROOM, at_seconds=at) for at in range(10)]
    assert found(frames) == [("nobody_in_frame", 0.0, 9.5)]


def test_two_missed_frames_at_the_same_place_are_no_absence():
    assert found(attempt(s20_22=replace(EMPTY_ROOM, motion=4))) == []


def test_two_frames_of_somebody_who_left_are_an_absence():
    assert found(attempt(s20_22=replace(EMPTY_ROOM, motion=25))) == [("nobody_in_frame", 19.5, 21.5)]


def test_a_weak_face_beside_a_clear_one_counts():
    weak = replace(FACE, score=0.4)
    assert found(attempt(s20_21={"faces": (weak,)}, s22_23={"faces": (weak,)})) == []


def test_somebody_far_behind_does_not_stand_in():
    behind = Face(0.1, 0.3, 0.06, 0.08, 0.9, 1.0)
    assert found(attempt(s20_30={"faces": (behind,), "motion": 20})) == [("nobody_in_frame", 19.5, 29.5)]


@pytest.mark.parametrize(
    "hidden",
    [
        replace(EMPTY_ROOM, brightness=4, contrast=1, detail=0.1),
        replace(EMPTY_ROOM, brightness=60, contrast=5, detail=0.3),
        replace(EMPTY_ROOM, brightness=128, contrast=1, detail=0.1),
    ],
    ids=["black", "covered by a hand", "covered by tape"],
)
def test_a_covered_camera_is_blocked_and_not_absence(hidden):
    assert found(attempt(s20_30=hidden)) == [("camera_blocked", 19.5, 29.5)]


def test_a_plain_wall_behind_somebody_who_left_is_absence():
    wall = replace(EMPTY_ROOM, brightness=140, contrast=7, detail=0.5, motion=25)
    assert found(attempt(s20_30=wall)) == [("nobody_in_frame", 19.5, 29.5)]


def test_a_room_as_dark_as_before_is_absence_and_a_light_switched_off_is_not():
    dim = replace(EMPTY_ROOM, brightness=20, contrast=14, detail=1.5, motion=20)
    dark_room = [replace(f, brightness=24.0) for f in attempt()]
    dark_room[20:30] = [replace(dim, at_seconds=at) for at in range(20, 30)]
    assert ("nobody_in_frame", 19.5, 29.5) in found(dark_room)
    assert found(attempt(s20_30=dim)) == [("camera_blocked", 19.5, 29.5)]


def test_a_second_face_is_seen_and_a_passing_one_is_not():
    second = (FACE, Face(0.8, 0.6, 0.1, 0.15, 0.92, 1.0))
    assert found(attempt(s20_26={"faces": second})) == [("second_person", 19.5, 25.5)]
    assert found(attempt(s20_21={"faces": second})) == []


def test_the_box_of_a_second_person_is_the_newcomers_even_where_it_is_the_larger():
    newcomer = Face(0.7, 0.3, 0.25, 0.35, 0.95, 1.0)
    (episode,) = camera_episodes(attempt(s20_26={"faces": (newcomer, FACE)}), Thresholds())
    assert episode.shown.box == newcomer


def test_backs_of_heads_and_far_faces_are_no_second_person():
    back = Face(0.2, 0.3, 0.07, 0.1, 0.83, 0.0)
    far = Face(0.2, 0.3, 0.04, 0.05, 0.9, 1.0)
    assert found(attempt(s20_40={"faces": (FACE, back, far)})) == [("background_person", 19.5, 39.5)]


def test_a_near_profile_is_a_second_person():
    profile = Face(0.7, 0.3, 0.15, 0.25, 0.9, 0.1)
    assert found(attempt(s20_26={"faces": (FACE, profile)})) == [("second_person", 19.5, 25.5)]


def test_another_person_after_an_empty_chair_is_substitution_only():
    frames = attempt(s20_23=replace(EMPTY_ROOM, motion=20), s23_43={}, s43_45=replace(EMPTY_ROOM, motion=20))
    for at in range(23, 43):
        frames[at] = replace(frames[at], similarity=0.1 if at % 3 == 2 else None)
    assert found(frames) == [
        ("nobody_in_frame", 19.5, 22.5),
        ("substitution", 22.5, 42.5),
        ("nobody_in_frame", 42.5, 44.5),
    ]


def test_two_bad_comparisons_are_no_substitution():
    frames = attempt()
    for at in (21, 24):
        frames[at] = replace(frames[at], similarity=0.1)
    assert found(frames) == []


def test_an_own_frame_in_between_ends_the_suspicion():
    frames = attempt()
    for at, similarity in ((21, 0.1), (24, 0.1), (27, 0.7), (30, 0.1), (33, 0.1)):
        frames[at] = replace(frames[at], similarity=similarity)
    assert found(frames) == []


def test_a_look_alike_is_measured_against_the_students_usual_cosine():
    frames = attempt()
    for at in range(21, 42, 3):
        frames[at] = replace(frames[at], similarity=0.38)
    assert [kind for kind, *_ in found(frames)] == ["substitution"]
    poor = [replace(f, similarity=f.similarity and 0.38) for f in attempt()]  # a poor reference all along
    assert found(poor) == []


def test_somebody_else_from_start_to_end_is_substitution():
    frames = [replace(f, similarity=f.similarity and 0.15) for f in attempt()]
    assert found(frames) == [("substitution", 0.0, 59.5)]


def test_turned_and_black_faces_are_not_compared():
    for fields in ({"yaw": 50.0}, {"presence": 0.1}, {"brightness": 10.0}):
        frames = attempt(s20_40={**fields, "similarity": 0.1})
        assert "substitution" not in [kind for kind, *_ in found(frames)]


@pytest.mark.parametrize("fields", [{"yaw": 40.0}, {"yaw": -38.0}, {"pitch": 35.0}, {"presence": 0.1}])
def test_a_turned_head_is_looking_away_and_not_absence(fields):
    assert found(attempt(s20_26=fields)) == [("looked_away", 19.5, 25.5)]
    assert found(attempt(s20_22=fields)) == []


@pytest.mark.parametrize("fields", [{"pitch": 45.0}, {"pitch": 60.0, "yaw": 25.0}, {"pitch": 40.0, "presence": 0.1}])
def test_who_writes_on_paper_may_look_down(fields):
    assert found(attempt(s20_40=fields))
    assert found(attempt(s20_40=fields), looks_down=True) == []


@pytest.mark.parametrize("fields", [{"yaw": 40.0}, {"pitch": -35.0}, {"pitch": 30.0, "yaw": 50.0}, {"presence": 0.1}])
def test_paper_excuses_no_look_to_the_side_or_up(fields):
    assert found(attempt(s20_26=fields), looks_down=True) == [("looked_away", 19.5, 25.5)]


def test_a_screen_that_stands_aside_is_learned_or_given():
    aside = [replace(f, yaw=35.0) for f in attempt()]
    assert found(aside) == []
    assert found(aside, baseline=BaselinePose(0.0, 5.0)) == [("looked_away", 0.0, 59.5)]


def test_a_dark_room_with_a_face_is_poor_light():
    assert found(attempt(s20_40={"brightness": 20.0})) == [("poor_light", 19.5, 39.5)]


def test_the_order_of_frames_does_not_matter():
    frames = attempt(s20_30=replace(EMPTY_ROOM, motion=20), s40_46={"yaw": 60.0})
    assert found(frames[::-1]) == found(frames)


def test_two_frames_a_second_give_finer_edges():
    frames = [replace(honest(0), at_seconds=at / 2, similarity=None) for at in range(80)]
    for at in range(40, 50):
        frames[at] = replace(EMPTY_ROOM, at_seconds=at / 2, motion=20)
    assert found(frames, step_seconds=0.5) == [("nobody_in_frame", 19.75, 24.75)]


def test_a_long_attempt_costs_in_proportion_to_its_frames():
    assert lines_run(attempt(10_800)) < 5 * lines_run(attempt(2_700))


def lines_run(frames: list[FrameMeasures]) -> int:
    """Return how many lines of Python the rules run through: what no busy machine changes."""
    count, before = 0, sys.gettrace()

    def trace(frame, event, arg):
        nonlocal count
        count += event == "line"
        return trace

    sys.settrace(trace)
    try:
        camera_episodes(frames, Thresholds())
    finally:
        sys.settrace(before)
    return count
