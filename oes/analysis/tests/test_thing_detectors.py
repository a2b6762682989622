"""Phones, books and people by numbers: each test draws an attempt of one frame a second."""

from dataclasses import replace

from oes.analysis.detectors import camera_episodes
from oes.domain.measures import Face, FrameMeasures, Thing
from oes.domain.policy import Thresholds

FACE = Face(0.4, 0.3, 0.2, 0.3, 0.93, 1.0)
BODY = Thing("person", 0.1, 0.2, 0.8, 0.8, 0.9)
PHONE = Thing("phone", 0.7, 0.6, 0.15, 0.2, 0.6)
BOOK = Thing("book", 0.1, 0.7, 0.2, 0.2, 0.5)


def attempt(things: dict[int, tuple[Thing, ...]], *, seconds: int = 60, gone: range = range(0)) -> list[FrameMeasures]:
    """Return frames; `things` tells at which seconds somebody looked and what was seen beside the student."""
    frames = []
    for at in range(seconds):
        seen = None if at not in things else ((BODY, *things[at]) if at not in gone else things[at])
        faces = () if at in gone else (FACE,)
        presence = {} if at in gone else {"presence": 1.0, "yaw": 2.0, "pitch": 5.0}
        frames.append(FrameMeasures(at, faces, motion=20.0 if at in gone else 3.0, things=seen, **presence))
    return frames


def every(step: int, *, seconds: int = 60) -> dict[int, tuple[Thing, ...]]:
    return dict.fromkeys(range(0, seconds, step), ())


def found(frames: list[FrameMeasures], *, looks_down: bool = False) -> list[tuple[str, float, float]]:
    told = camera_episodes(frames, Thresholds(), looks_down=looks_down)
    return [(e.kind, e.span.start, e.span.end) for e in told]


def test_a_phone_lasts_from_the_first_look_that_sees_it_to_the_first_that_does_not():
    looks = {**every(10), 23: (PHONE,), 24: (PHONE,), 28: (PHONE,), 30: (PHONE,), 35: ()}
    frames = attempt(looks)
    assert found(frames) == [("phone", 22.5, 34.5)]
    (episode,) = camera_episodes(frames, Thresholds())
    box = episode.shown.box
    assert box is not None
    assert (box.x, box.y, box.width, box.height) == (PHONE.x, PHONE.y, PHONE.width, PHONE.height)


def test_one_look_is_not_enough_and_neither_are_weak_ones():
    weak = replace(PHONE, score=0.4)
    assert found(attempt({**every(10), 23: (PHONE,), 24: ()})) == []
    assert found(attempt({**every(10), 23: (PHONE,), 24: (weak,), 25: (weak,)})) == []
    assert found(attempt({**every(10), 23: (PHONE,), 24: (weak,), 25: (PHONE,), 26: ()})) == [("phone", 22.5, 25.5)]


def test_two_single_looks_far_apart_are_no_phone():
    assert found(attempt({**every(10), 23: (PHONE,), 24: (), 43: (PHONE,), 44: ()})) == []


def test_something_huge_is_no_phone():
    print_ = replace(PHONE, x=0.2, y=0.1, width=0.6, height=0.8)
    assert "phone" not in {kind for kind, _, _ in found(attempt({at: (print_,) for at in range(20, 30)}))}


def test_a_look_does_not_stand_for_ever():
    assert found(attempt({20: (PHONE,), 21: (PHONE,)})) == [("phone", 19.5, 39.5)]


def test_a_book_that_comes_into_view_is_told_and_a_shelf_is_not():
    assert found(attempt({**every(5), 25: (BOOK,), 30: (BOOK,), 35: (BOOK,)})) == [("forbidden_object", 24.5, 39.5)]
    assert found(attempt(dict.fromkeys(range(0, 60, 5), (BOOK,)))) == []
    moved = replace(BOOK, x=0.6, y=0.4)
    shelf = {at: (BOOK, moved) if 25 <= at <= 35 else (BOOK,) for at in range(0, 60, 5)}
    assert found(attempt(shelf)) == [("forbidden_object", 24.5, 39.5)]


def test_a_laptop_is_not_told():
    assert found(attempt(dict.fromkeys(range(20, 40), (replace(PHONE, kind="laptop", score=0.9),)))) == []


def test_somebody_who_bends_down_is_there():
    bent = Thing("person", 0.15, 0.5, 0.7, 0.5, 0.7)
    looks = {**every(10), **dict.fromkeys(range(20, 30), (bent,))}
    assert found(attempt(looks, gone=range(20, 30))) == []


def test_a_coat_does_not_stand_in_for_more_than_a_minute():
    bent = Thing("person", 0.15, 0.5, 0.7, 0.5, 0.7)
    looks = {**every(10, seconds=200), **dict.fromkeys(range(20, 120, 5), (bent,))}
    assert found(attempt(looks, seconds=200, gone=range(20, 120))) == [("nobody_in_frame", 19.5, 119.5)]


def test_who_writes_on_paper_is_seen_without_a_face_for_minutes():
    bent = Thing("person", 0.15, 0.5, 0.7, 0.5, 0.7)
    for seconds, absent in ((240, []), (400, [("nobody_in_frame", 19.5, 419.5)])):
        looks = {**every(10, seconds=500), **dict.fromkeys(range(20, 20 + seconds, 5), (bent,))}
        assert found(attempt(looks, seconds=500, gone=range(20, 20 + seconds)), looks_down=True) == absent


def test_a_person_behind_does_not_stand_in():
    for behind in (
        Thing("person", 0.0, 0.3, 0.25, 0.7, 0.8),  # beside the seat
        Thing("person", 0.35, 0.3, 0.3, 0.7, 0.8),  # narrow: farther away
        Thing("person", 0.2, 0.2, 0.6, 0.5, 0.8),  # ends above the desk
        replace(BODY, score=0.4),  # a doubtful one
    ):
        looks = {**every(10), **dict.fromkeys(range(20, 30), (behind,))}
        kinds = [kind for kind, *_ in found(attempt(looks, gone=range(20, 30)))]
        assert "nobody_in_frame" in kinds, behind


def test_without_knowing_the_students_body_none_stands_in():
    looks = dict.fromkeys(range(20, 30), (BODY,))
    assert found(attempt(looks, gone=range(20, 30)))[0][0] == "nobody_in_frame"


def test_a_second_body_as_large_as_the_students_is_a_second_person():
    beside = Thing("person", 0.5, 0.2, 0.7, 0.8, 0.8)
    own = Thing("person", 0.0, 0.2, 0.7, 0.8, 0.9)
    frames = attempt({**every(10), **dict.fromkeys(range(20, 30), (beside,))})
    frames = [
        replace(f, things=f.things and (own, *f.things[1:]), faces=(Face(0.2, 0.3, 0.2, 0.3, 0.93, 1.0),))
        for f in frames
    ]
    assert found(frames) == [("second_person", 19.5, 29.5)]


def test_a_body_whose_face_left_between_two_looks_stands_no_longer():
    beside, own = Thing("person", 0.5, 0.2, 0.7, 0.8, 0.8), Thing("person", 0.0, 0.2, 0.7, 0.8, 0.9)
    near, other = Face(0.2, 0.3, 0.2, 0.3, 0.93, 1.0), Face(0.7, 0.3, 0.2, 0.3, 0.93, 1.0)
    looks = {**every(10), 20: (beside,), 25: (beside,), 29: (beside,), 30: (beside,), 37: ()}
    frames = [
        replace(
            f, things=f.things and (own, *f.things[1:]), faces=(near, other) if 20 <= f.at_seconds < 31 else (near,)
        )
        for f in attempt(looks)
    ]
    assert found(frames) == [("second_person", 19.5, 30.5)]


def test_people_behind_are_background():
    behind = Thing("person", 0.0, 0.3, 0.3, 0.7, 0.8)
    looks = {**every(10), **dict.fromkeys(range(20, 30), (behind,))}
    assert found(attempt(looks)) == [("background_person", 19.5, 29.5)]


def test_the_students_arm_is_nobody_else():
    arm = Thing("person", 0.12, 0.5, 0.2, 0.4, 0.8)
    assert found(attempt({**every(10), **dict.fromkeys(range(20, 30), (arm,))})) == []


def test_a_far_face_counts_only_where_it_stays():
    far = Face(0.8, 0.3, 0.06, 0.09, 0.9, 1.0)
    frames = attempt(every(10))
    passing = [replace(f, faces=(FACE, far)) if 20 <= f.at_seconds < 23 else f for f in frames]
    staying = [replace(f, faces=(FACE, far)) if 20 <= f.at_seconds < 26 else f for f in frames]
    assert found(passing) == [("background_person", 19.5, 22.5)]
    assert found(staying) == [("second_person", 19.5, 25.5)]
