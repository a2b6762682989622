"""What the recorder's page told explains missing seconds."""

import uuid

import pytest

from oes.domain.spans import Span
from oes.domain.timeline import Fault, missing
from oes.recordings.models import ClientEvent
from oes.violations.faults import faults_of


def told(*events: tuple) -> list[ClientEvent]:
    page = uuid.UUID(int=1)
    return [
        ClientEvent(source="recorder", run_key=page, sequence=number, kind=kind, at_seconds=at, detail="".join(detail))
        for number, (kind, at, *detail) in enumerate(events)
    ]


def reasons(events, recorded, end=200.0):
    return [(m.span.start, m.span.end, m.reason) for m in missing(recorded, Span(0, end), faults_of(events, end))]


def test_a_source_held_back_for_room_is_the_reason_even_while_the_line_is_lost():
    events = told(("offline", 20), ("storage_full", 56, "camera"), ("storage_free", 120, "camera"), ("online", 125))
    assert reasons(events, [Span(0, 56.1), Span(120, 200)]) == [(56.1, 120, "storage_full")]


def test_camera_and_screen_are_held_back_each_for_itself():
    events = told(
        ("storage_full", 40, "screen"), ("storage_full", 56, "camera"),
        ("storage_free", 90, "camera"), ("storage_free", 100, "screen"),
    )  # fmt: skip
    assert sorted((f.span.start, f.span.end) for f in faults_of(events, 200)) == [(39, 101), (55, 91)]


def test_a_source_that_is_held_back_to_the_end_explains_the_end():
    assert reasons(told(("storage_full", 150, "camera")), [Span(0, 150)]) == [(150, 200, "storage_full")]


def test_being_free_without_having_been_full_means_nothing():
    assert faults_of(told(("storage_free", 10, "camera"), ("online", 5)), 200) == []


def test_a_short_sleep_a_reload_and_a_lost_line_stay_what_they_were():
    events = told(("offline", 10), ("online", 30), ("reload", 60), ("asleep", 100, "20"), ("asleep", 110, "x"))
    assert [(f.reason, f.span.start, f.span.end) for f in faults_of(events, 200)] == [
        ("offline", 10, 30), ("reload", 59, 61), ("device_asleep", 80, 100), ("device_asleep", 110, 110),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "detail", "fault"),
    [
        ("no_recording", "14", Fault(Span(86, 100), "no_recording")),
        ("recording_lost", "9", Fault(Span(91, 100), "recording_lost")),
        ("no_recording", "no number", Fault(Span(100, 100), "no_recording")),
        ("track_ended", "camera", Fault(Span(99, 101), "track_ended")),
        ("offline", "", Fault(Span(100, 200), "offline")),
    ],
)
def test_it_has_a_place_and_a_reason(kind, detail, fault):
    assert faults_of(told((kind, 100, detail)), 200) == [fault]


def test_the_testing_systems_page_explains_nothing():
    events = told(("asleep", 100, "30"))
    events[0].source = ClientEvent.Source.EMBED
    assert faults_of(events, 200) == []
