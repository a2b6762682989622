import io

import numpy as np
import pytest
from PIL import Image

from oes.analysis.comparing import comparable, sideways
from oes.analysis.measure import Measurer
from oes.analysis.media import Picture
from oes.analysis.networks.mesh import HeadPose
from oes.analysis.networks.yunet import FoundFace
from oes.analysis.photos import PhotoReason, embed_photo
from oes.analysis.similarity import with_similarity
from oes.analysis.tracking import main_first
from oes.domain.measures import FrameMeasures

FRONTAL = np.array([[0.3, 0.4], [0.7, 0.4], [0.5, 0.6], [0.35, 0.8], [0.65, 0.8]])


def face(x=200.0, width=120.0, score=0.93, nose=0.5) -> FoundFace:
    points = FRONTAL.copy()
    points[2, 0] = nose
    return FoundFace((x, 100.0, width, width), np.array([x, 100.0]) + points * width, score)


class FakeYuNet:
    """Answers one list of faces per picture; the last one for ever."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.searched = 0

    def faces_of_small(self, small, *, scale, least_score):
        self.searched += 1
        found = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [f for f in found if f.score >= least_score]

    def faces(self, rgb, *, least_score, long_side=320):
        return self.faces_of_small(rgb, scale=1.0, least_score=least_score)


class Counted:
    """Stands for mesh and recognition; keeps what it was asked. `yaws`: one per pose, the last one for ever.

    `presence`: below 0.9999 nothing is followed, and every frame is searched.
    """

    def __init__(self, *yaws, presence=1.0):
        self.posed, self.embedded, self.yaws, self.presence = [], [], list(yaws), presence

    def pose(self, rgb, face):
        self.posed.append(face)
        yaw = self.yaws.pop(0) if len(self.yaws) > 1 else (self.yaws or [3.0])[0]
        return HeadPose(self.presence, yaw, 4.0, 0.0, np.asarray(face.points))

    def embedding(self, rgb, *, points):
        self.embedded.append(points)
        return np.eye(128)[0]


def measurer_of(*answers, light=None, full=None):
    counted = light or Counted()
    yunet = FakeYuNet(*answers)
    return Measurer(yunet=yunet, mesh=full or Counted(), light_mesh=counted, sface=counted), counted, yunet


def pictures(seconds, moving=False, head=(0,), luma=40):
    """Yield grey pictures. `moving`: something beside the face moves; `head`: how much lighter that is, in turn."""
    for at in range(seconds):
        rgb = np.full((480, 640, 3), luma, np.uint8)
        rgb[100:220, 200:320] += np.uint8(head[at % len(head)])
        if moving:
            rgb[300:, 450:] = 40 + 20 * (at % 3)
        yield Picture(at, rgb)


def measured(*answers, seconds=9, moving=False, followed=True, **options):
    presence = 1.0 if followed else 0.9
    measurer, counted, _ = measurer_of(*answers, light=Counted(presence=presence), full=Counted(presence=presence))
    return list(measurer.measure(pictures(seconds, moving), **options)), counted


def test_a_still_face_in_a_still_room_is_searched_and_posed_once():
    measurer, light, yunet = measurer_of([face()])
    frames = list(measurer.measure(pictures(8), known=[np.eye(128)[0]]))
    assert (len(light.posed), yunet.searched) == (1, 1)
    assert all(f.presence == 1.0 and f.yaw == 3.0 for f in frames)
    assert frames[7].faces[0].x == pytest.approx(200 / 640)
    assert frames[7].faces[0].height == pytest.approx(120 / 480)


def searches(*answers, seconds=7, **moves):
    measurer, light, yunet = measurer_of(*answers)
    list(measurer.measure(pictures(seconds, **moves), settled=True))
    return yunet.searched, len(light.posed)


def test_movement_elsewhere_makes_it_search_on_every_frame():
    assert searches([face()])[0] == 1
    assert searches([face()], moving=True)[0] == 7


def test_a_straight_head_that_moves_a_little_is_posed_on_every_second_frame():
    assert searches([face()], head=(0, 15, 15, 0), luma=150) == (1, 4)
    assert searches([face()], head=(0, 40, 80), luma=150) == (1, 7)
    assert searches([face()], head=(0, 15, 30)) == (1, 7), "in the dark a few levels are much"


def test_a_face_that_a_search_finds_where_it_was_keeps_its_pose():
    assert searches([face()], [face(x=205)], moving=True) == (7, 1)
    searched, posed = searches([face()], [face(x=205)], [face(x=260)], moving=True)
    assert (searched, posed) == (7, 2)


def test_boxes_without_landmarks_ask_for_no_comparison():
    nobody = face(x=460, width=60)
    measurer, _, _ = measurer_of([face()], [face(), nobody], light=Counted())
    measurer._tracker.presence = lambda rgb, box: 0.001
    frames = list(measurer.measure(pictures(4, moving=True), settled=True))
    assert [len(f.faces) for f in frames] == [1, 2, 2, 2]
    assert not any(f.embedding for f in frames)
    measurer, _, _ = measurer_of([face()], [face(), nobody], light=Counted())
    assert any(f.embedding for f in measurer.measure(pictures(4, moving=True), settled=True))


def test_a_head_that_is_not_straight_gets_a_second_look():
    full = Counted(41.0)
    measurer, _, _ = measurer_of([face()], light=Counted(2.0, 30.0, 32.0), full=full)
    frames = list(measurer.measure(pictures(3, head=(0, 25, 50))))
    assert [f.yaw for f in frames] == [2.0, 41.0, 43.0]
    assert len(full.posed) == 1


def test_faces_are_compared_twice_at_first_and_then_rarely():
    frames, _ = measured([face()], seconds=20)
    assert [f.at_seconds for f in frames if f.embedding] == [0, 1, 9, 17]


def test_a_known_face_is_compared_rarely_and_an_unknown_one_on_every_frame():
    known, other = np.eye(128)[0], np.eye(128)[1]
    assert [f.at_seconds for f in measured([face()], known=[known])[0] if f.embedding] == [0, 8]
    assert len([f for f in measured([face()], known=[other])[0] if f.embedding]) == 9


def test_a_settled_segment_compares_only_when_something_changes():
    assert not any(f.embedding for f in measured([face()], seconds=8, settled=True)[0])
    frames, _ = measured([face()], [face()], [], [face()], seconds=6, followed=False, settled=True)
    assert [f.at_seconds for f in frames if f.embedding][0] == 3


def test_a_face_that_comes_back_or_jumps_is_compared_at_once():
    known = [np.eye(128)[0]]
    frames, _ = measured([face()], [face()], [], [face()], [face(x=20)], seconds=5, followed=False, known=known)
    assert [f.at_seconds for f in frames if f.embedding] == [0, 3, 4]
    assert frames[2].faces == ()
    assert frames[2].presence is None


def test_a_second_face_is_looked_at_and_a_tiny_one_is_not():
    frames, _ = measured([face(), face(x=400, width=60), face(x=600, width=15)], seconds=1)
    assert [f.presence for f in frames[0].faces] == [1.0, 1.0, None]
    assert len(frames[0].other_embeddings) == 1


def test_the_main_face_is_the_largest_clear_one():
    weak, small, large = face(width=200, score=0.4), face(width=50), face(width=90)
    assert [f.box[2] for f in main_first([weak, small, large])] == [90, 50, 200]


def test_turned_small_or_weak_faces_are_not_compared():
    assert comparable(face())
    assert not comparable(face(width=30))
    assert not comparable(face(score=0.4))
    assert not comparable(face(nose=0.75))
    assert sideways(face(nose=0.7)) == pytest.approx(0.5)


def test_light_and_motion_are_numbers_of_the_picture():
    measurer, _, _ = measurer_of([])
    dark, bright = np.zeros((480, 640, 3), np.uint8), np.full((480, 640, 3), 100, np.uint8)
    first, second = measurer.measure([Picture(0, dark), Picture(1, bright)])
    assert (first.motion, first.brightness, first.contrast) == (None, 0, 0)
    assert second.motion == pytest.approx(100, abs=0.1)


def test_the_best_face_and_the_best_reference_decide():
    a, b, c = (tuple(row) for row in np.eye(128)[:3])
    frames = [FrameMeasures(0, embedding=a, other_embeddings=(b,)), FrameMeasures(1)]
    assert [f.similarity for f in with_similarity(frames, [b, c])] == [1.0, None]
    assert [f.similarity for f in with_similarity(frames, [c])] == [0.0, None]
    assert [f.similarity for f in with_similarity(frames, [])] == [None, None]


def photo(**save) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (640, 400), (90, 90, 90)).save(file, "JPEG", **save)
    return file.getvalue()


def facts(source, *answers):
    return embed_photo(source, measurer=measurer_of(*answers)[0])


def test_a_good_photo_gives_an_embedding():
    found = facts(photo(), [face()])
    assert len(found.embedding) == 128
    assert (found.faces, found.reasons) == (1, ())


def test_a_photo_with_several_or_no_faces_gives_the_reason():
    assert facts(photo(), [face(), face(x=400)]).reasons == (PhotoReason.SEVERAL_FACES,)
    assert facts(photo(), [face(), face(x=400, width=40)]).embedding
    assert facts(photo(), []).reasons == (PhotoReason.NO_FACE,)


def test_a_face_that_only_shows_when_brightened_is_found():
    found = facts(photo(), [], [], [face(width=50)])
    assert found.embedding
    assert PhotoReason.SMALL_FACE in found.reasons


def test_a_turned_photo_is_set_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    seen = []

    class Looking(FakeYuNet):
        def faces(self, rgb, **_):
            seen.append(rgb.shape)
            return [face()]

    counted = Counted()
    looking = Measurer(yunet=Looking([]), mesh=counted, light_mesh=counted, sface=counted)
    embed_photo(photo(exif=exif), measurer=looking)
    assert seen == [(640, 400, 3)]


@pytest.mark.parametrize("source", [b"", b"<svg/>", b"GIF89a" + bytes(50), photo()[:80]])
def test_what_is_no_photo_is_unreadable(source):
    assert facts(source, [face()]).reasons == (PhotoReason.UNREADABLE,)
