"""What screen segments show and what the recorder's page told, as violations with pictures of the screen."""

from dataclasses import replace

import pytest
from django.utils import timezone

from oes.analysis.models import ObservationSet
from oes.analysis.reading import Words
from oes.analysis.screen_columns import KEY, to_screen_columns
from oes.analysis.services import analyse
from oes.analysis.tests.drawing import drawn_clip
from oes.domain.measures import ScreenMeasures
from oes.domain.policy import Policy
from oes.domain.screen_words import FoundWord
from oes.lib import blobs
from oes.recordings.models import Run, Segment, Track
from oes.recordings.services import ToldEvent, record_events
from oes.violations import services
from oes.violations.models import Violation
from oes.violations.tests.scenes import SITTING, film, frame, sat

POLICY = replace(Policy(), grace_seconds=30.0, minimum_seconds=30.0)
PAGE = "7d0a2d8e-4d9c-4f77-8a27-0b2d3d4c5e6f"
PLACE = (0.5, 0.25, 0.2, 0.03)


@pytest.fixture
def attempt(enrolment):
    attempt = sat(enrolment, seconds=160.0, policy=POLICY, tier="A")
    film(attempt, [frame(at + 0.5, SITTING) for at in range(160)])
    return attempt


def shown(attempt, *words: str | None, body: bytes = b"") -> list[Segment]:
    """Store screen segments of eight seconds, one for each word that was read in it; None: nothing was read."""
    segments = film(attempt, [frame(8.0 * number) for number in range(len(words))], track="screen")
    for segment, word in zip(segments, words, strict=True):
        read = None if word is None else tuple(filter(None, [word]))
        look = ScreenMeasures(
            0.0, 200.0, 60.0, 1280, 720, words=read, places=(PLACE,) * len(read or ()), held_seconds=8.0
        )
        ObservationSet.objects.filter(segment=segment).update(frames={KEY: to_screen_columns([look], None)})
        if body:
            blobs.put(segment.blob_key, body)
    return segments


def found(attempt) -> list[tuple[str, str, float, float]]:
    services.rebuild(attempt)
    rows = Violation.objects.filter(attempt=attempt)
    return [(v.kind, v.source, v.start_seconds, v.end_seconds) for v in rows]


def test_words_on_the_screen_are_a_violation_that_weighs_nothing(attempt):
    shown(attempt, "", *[None] * 4, "messenger:Telegram", None, "", *[None] * 12)
    assert found(attempt) == [("messenger", "screen", 39.5, 55.5)]
    trust = attempt.trust
    assert trust.percent == 100
    assert [line.deduction for line in trust.lines.all()] == [0.0]


def test_its_picture_is_cut_from_the_screen_with_the_place_of_the_word(attempt):
    segments = shown(attempt, "remote_control:AnyDesk", "", *[None] * 18, body=drawn_clip(seconds=1))
    assert found(attempt) == [("remote_control", "screen", 0.0, 7.5)]
    evidence = Violation.objects.get(attempt=attempt).evidence
    assert evidence.segment == segments[0]
    assert (evidence.box_x, evidence.box_y) == (0.5, 0.25)


def test_a_screen_that_cannot_be_cut_is_not_shown_by_the_face(attempt):
    shown(attempt, "messenger:Telegram", "", *[None] * 18)
    found(attempt)
    assert not hasattr(Violation.objects.get(attempt=attempt), "evidence")


def test_what_the_recorders_page_told_about_screens_is_shown(attempt):
    shown(attempt, "", *[None] * 19)
    told = [
        ToldEvent(0, "second_screen", -5.0),
        ToldEvent(1, "one_screen", 50.0),
        ToldEvent(2, "screen_shared", 60.0, detail="window"),
        ToldEvent(3, "screen_shared", 80.0, detail="monitor"),
    ]
    record_events(attempt=attempt, source="recorder", page=PAGE, events=told)
    assert found(attempt) == [
        ("second_screen", "recorder", 0.0, 50.0),
        ("screen_not_monitor", "screen", 60.0, 80.0),
    ]
    assert attempt.trust.percent == 100


class FakeReader:
    def __init__(self) -> None:
        self.asked = 0

    def words(self, rgb, lists, *, wanted):
        self.asked += 1
        assert set(lists) == {"remote_control", "messenger"}
        return Words([FoundWord("messenger:Viber", PLACE)], 50.0)


def waiting(attempt, number: int) -> Segment:
    """Store a screen segment that waits for its analysis."""
    run, _ = Run.objects.get_or_create(attempt=attempt, number=1, defaults={"last_seen_at": timezone.now()})
    track, _ = Track.objects.get_or_create(attempt=attempt, kind="screen")
    key = f"attempts/{attempt.uuid}/screen/1-{number}.webm"
    blobs.put(key, drawn_clip(seconds=0.5))
    return Segment.objects.create(
        track=track, run=run, sequence=number, started_seconds=8.0 * number, ended_seconds=8.0 * number + 8,
        sha256=f"{number:064}", size=1, container="webm", blob_key=key, link="", received_at=timezone.now(),
    )  # fmt: skip


def test_a_still_screen_is_read_once_over_its_segments(attempt, monkeypatch):
    reader = FakeReader()
    monkeypatch.setattr("oes.analysis.operations.screen_reader", lambda: reader)
    for number in range(3):
        analyse(waiting(attempt, number))
    assert reader.asked == 1
    sets = [s.frames[KEY] for s in ObservationSet.objects.filter(segment__track__kind="screen").order_by("pk")]
    assert [columns["words"][-1] for columns in sets] == [["messenger:Viber"], None, None]
    assert ["reading" in columns for columns in sets] == [True, False, False]


def test_without_lists_no_network_is_loaded(enrolment, monkeypatch):
    attempt = sat(enrolment, seconds=160.0, policy=replace(POLICY, screen_words={}), tier="A")
    monkeypatch.setattr("oes.analysis.operations.screen_reader", lambda: pytest.fail("loaded"))
    analyse(waiting(attempt, 0))
    (one,) = ObservationSet.objects.filter(segment__track__kind="screen")
    assert one.frames[KEY]["words"] == [None]
