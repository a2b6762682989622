"""What may be scored in a clip, read off its labels; and the takes and segments that it is measured in."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bench.accuracy.footage import looked_through, read_folder
from bench.accuracy.measured import Condition, Measured
from bench.accuracy.rows import COMPOSED, REAL
from bench.accuracy.tools import Tools
from oes.analysis.tests.drawing import drawn_clip
from oes.domain.measures import Face, FrameMeasures
from oes.domain.spans import Span

WHOLE = (Span(0.0, 20.0),)


def event(label: str, start: float, end: float, **more) -> dict:
    return {"label": label, "start": start, "end": end, **more}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.setattr("bench.accuracy.labels._film_seconds", lambda path: 20.0)
    return tmp_path


def read(folder: Path, *events: dict, **more):
    truth = {"clip": "a.mp4", "duration_s": 20.0, "events": list(events), **more}
    (folder / "a.json").write_text(json.dumps(truth))
    (footage,) = read_folder(folder)
    return footage


def test_labels_go_by_kind_and_those_that_say_so_are_ignored(folder):
    footage = read(folder, event("absent", 2, 5), event("phone", 6, 9, ignore=True))
    assert footage.labels == {"nobody_in_frame": (Span(2.0, 5.0),)}
    assert footage.ignored == {"phone": (Span(6.0, 9.0),)}


def test_backs_that_are_labelled_as_second_people_leave_the_kind_out_of_the_clip(folder):
    footage = read(folder, event("second_person", 1, 3, face=True), event("second_person", 5, 9, face=False))
    assert "second_person" not in footage.labels
    assert footage.ignored["second_person"] == WHOLE


def test_a_note_may_leave_a_kind_out(folder):
    footage = read(folder, event("background_person", 0, 9, note="do not score second_person in this clip"))
    assert footage.ignored["second_person"] == WHOLE


def test_a_face_in_the_background_may_be_a_second_person_or_not(folder):
    assert read(folder, event("background_person", 1, 2, face=True)).ignored["second_person"] == (Span(1, 2),)
    assert read(folder, event("background_person", 1, 2, face=False)).ignored == {}


def test_composed_clips_are_told_from_webcams_and_people_by_their_photos(folder):
    (folder / "enroll").mkdir()
    (folder / "enroll" / "enroll.csv").write_text("image,clip,session\na__0042_01.jpg,a,other session\n")
    Image.new("RGB", (40, 40)).save(folder / "enroll" / "a__0042_01.jpg")
    composed = read(folder, description="A leaves; B comes")
    assert (composed.kind, composed.person) == (COMPOSED, "0042")
    assert composed.photos[0].path.name == "a__0042_01.jpg"
    assert read(folder, description="unedited real webcam session").kind == REAL
    assert read(folder, notes="same man as b, other sentences").person == "b"
    assert read(folder, person="somebody").person == "somebody"


def labels(*events: dict, **more) -> str:
    return json.dumps({"clip": "a.mp4", "duration_s": 20, "events": list(events)} | more)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ("{not json", "no JSON"),
        ("[1]", "no name of a film under 'clip'"),
        (labels(duration_s=None), "no number under 'duration_s'"),
        (labels(events=None), "no list under 'events'"),
        (labels({"label": "phone", "start": 1}), "no number under 'end'"),
        (labels(event("phone", float("nan"), 2)), "no number under 'start'"),
        (labels({"start": 1, "end": 2}), "event 1 has no label"),
        (labels(event("phone", 5, 2)), "event 1 does not lie within the 20 s"),
        (labels(event("phone", 1, 2), event("phone", 5, 70)), "event 2 does not lie within the 20 s"),
        (labels(duration_s=90), "its film lasts 20.0 s"),
        (labels(identity_cuts=["a"]), "'identity_cuts' is no list of rising seconds"),
        (labels(identity_cuts=[9, 2]), "'identity_cuts' is no list of rising seconds"),
        (labels(identity_cuts=[2, 90]), "'identity_cuts' is no list of rising seconds"),
    ],
)
def test_labels_that_cannot_be_scored_leave_their_clip_out_and_say_why(folder, told, why):
    read(folder)
    (folder / "b.json").write_text(told)
    assert [footage.name for footage in read_folder(folder)] == ["a"]
    ((name, said),) = looked_through(folder).left_out.items()
    assert name == f"{folder.name}/b.json"
    assert why in said


def test_words_that_are_no_text_and_cuts_that_are_not_given_leave_a_clip_as_it_is(folder):
    footage = read(
        folder, event("phone", 1, 2, note=5), event("phone", 1.5, 4, who="x"), notes=["a"], identity_cuts=None
    )
    assert footage.labels == {"phone": (Span(1.0, 2.0), Span(1.5, 4.0))}
    assert footage.takes == [Span(0.0, 20.0)]


def test_a_label_that_is_not_known_is_told_and_its_clip_scored(folder):
    read(folder, event("fone", 1, 2), event("phone", 3, 4))
    (notice,) = looked_through(folder).notices.values()
    assert notice.endswith("not scored: fone")


def test_reference_photos_that_are_not_there_are_left_out_and_told(folder):
    enrol = folder / "enroll"
    enrol.mkdir()
    Image.new("RGB", (40, 40)).save(enrol / "a.jpg")
    (enrol / "enroll.csv").write_text("\ufeffimage,clip,session\na,a,dark\nnone.jpg,a,dark\n", encoding="utf-8")
    assert [photo.path.name for photo in read(folder).photos] == ["a.jpg"]
    listed = f"{folder.name}/enroll/enroll.csv"
    assert looked_through(folder).left_out == {
        listed: "1 of 2 lines cannot be used, first line 3: there is no picture none.jpg"
    }
    (enrol / "enroll.csv").write_text("photo,clip\na,a\n")
    assert read(folder).photos == ()
    assert looked_through(folder).left_out == {listed: "enroll/enroll.csv has no column image"}


def test_a_film_with_fewer_pictures_than_are_asked_for_keeps_its_clock(folder):
    footage = read(folder, duration_s=8.0)
    (folder / "a.mp4").write_bytes(drawn_clip(seconds=8.0, fps=5))
    tools = Tools(folder)
    tools.measurer = Counter()
    frames = Measured(tools).frames(footage, Condition("slow", kbps=100))
    assert [f.at_seconds for f in frames] == pytest.approx([*range(8)], abs=0.6)


def test_a_film_that_cannot_be_read_or_has_no_labels_is_left_out(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps({"clip": "a.mp4", "duration_s": 1, "events": []}))
    (tmp_path / "a.mp4").write_bytes(b"")
    (tmp_path / "b.webm").write_bytes(drawn_clip(seconds=1.0))
    (tmp_path / "c.json").write_text(json.dumps({"clip": "c.webm", "duration_s": 1, "events": []}))
    whole = drawn_clip(seconds=1.0)
    (tmp_path / "c.webm").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "d.json").mkdir()
    assert read_folder(tmp_path) == []
    told = {name.partition("/")[2]: why for name, why in looked_through(tmp_path).left_out.items()}
    assert told.keys() == {"a.json", "b.webm", "c.json", "d.json"}
    assert "its film a.mp4 cannot be read" in told["a.json"]
    assert told["b.webm"] == "no labels beside it"
    assert "film" in told["c.json"]
    assert "no JSON" in told["d.json"]


class Counter:
    """Stands for the networks: a face in every picture, and notes of what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, bool, bool]] = []

    def measure(self, pictures, *, known=(), settled=False, rested=False):
        self.asked.append((len(pictures), bool(known), settled))
        for picture in pictures:
            assert isinstance(picture.rgb, np.ndarray)
            yield FrameMeasures(picture.at_seconds, (Face(0, 0, 1, 1, 0.9),), embedding=(1.0, *(0.0,) * 127))


@pytest.mark.parametrize("condition", [Condition("as it is"), Condition("low", kbps=100)])
def test_each_take_is_measured_in_segments_from_a_fresh_start(folder, condition):
    footage = read(folder, identity_cuts=[9.0])
    (folder / "a.mp4").write_bytes(drawn_clip(seconds=20.0))
    tools, counter = Tools(folder), Counter()
    tools.measurer = counter
    frames = Measured(tools).frames(footage, condition)
    assert [f.at_seconds for f in frames] == pytest.approx([*range(20)], abs=0.6)
    assert len(frames) == 20
    first_look, *segments = counter.asked[:3]
    assert first_look == (8, False, False)  # without a photo the first faces serve
    assert segments == [(8, True, False), (1, True, True)]
    assert counter.asked[3] == (8, False, False)


def test_a_changed_picture_is_measured_as_it_was_changed(folder):
    footage = read(folder)
    (folder / "a.mp4").write_bytes(drawn_clip(seconds=3.0))
    seen = []

    class Eye(Counter):
        def measure(self, pictures, **told):
            seen.extend((picture.rgb.max(), picture.luma) for picture in pictures)
            return super().measure(pictures, **told)

    tools = Tools(folder)
    tools.measurer = Eye()
    Measured(tools).frames(footage, Condition("black", change=np.zeros_like))
    assert {(light, luma) for light, luma in seen} == {(0, None)}
