"""What the recorder's page told explains the seconds that a track lacks."""

import pytest
from django.utils import timezone

from oes.domain.spans import Span
from oes.domain.timeline import Fault
from oes.recordings.models import ClientEvent
from oes.violations.rules import faults_of


def told(kind: str, at: float, detail: str = "", source: str = ClientEvent.Source.RECORDER) -> ClientEvent:
    return ClientEvent(source=source, kind=kind, at_seconds=at, detail=detail, received_at=timezone.now())


@pytest.mark.parametrize(
    ("kind", "detail", "fault"),
    [
        ("asleep", "30", Fault(Span(70, 100), "device_asleep")),
        ("no_recording", "14", Fault(Span(86, 100), "no_recording")),
        ("recording_lost", "9", Fault(Span(91, 100), "recording_lost")),
        ("no_recording", "no number", Fault(Span(100, 100), "no_recording")),
        ("track_ended", "camera", Fault(Span(99, 101), "track_ended")),
        ("offline", "", Fault(Span(100, 200), "offline")),
    ],
)
def test_it_has_a_place_and_a_reason(kind, detail, fault):
    assert faults_of([told(kind, 100, detail)], 200) == [fault]


def test_a_connection_that_came_back_ends_it():
    assert faults_of([told("online", 120), told("offline", 100)], 200) == [Fault(Span(100, 120), "offline")]


def test_the_testing_systems_page_explains_nothing():
    assert faults_of([told("asleep", 100, "30", ClientEvent.Source.EMBED)], 200) == []
