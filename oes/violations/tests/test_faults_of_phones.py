"""What explains missing seconds: facts that the recorder's page told."""

from oes.domain.spans import Span
from oes.domain.timeline import Fault, missing
from oes.recordings.models import ClientEvent
from oes.violations.faults import faults_of


def told(*events: tuple[float, str, str]) -> list[ClientEvent]:
    return [ClientEvent(source="recorder", at_seconds=at, kind=kind, detail=detail) for at, kind, detail in events]


def test_a_phone_in_another_app_has_no_camera():
    events = told(
        (10, "hidden", "phone"),
        (10.2, "track_muted", "camera"),
        (41, "track_unmuted", "camera"),
        (42, "visible", "phone"),
    )
    faults = faults_of(events, 100)
    assert Fault(Span(10, 42), "page_hidden") in faults
    assert Fault(Span(10.2, 41), "track_muted") in faults
    (gap,) = missing([Span(0, 10.1), Span(42.3, 100)], Span(0, 100), faults)
    assert gap.reason == "page_hidden"


def test_a_hidden_page_of_a_computer_explains_nothing():
    assert faults_of(told((10, "hidden", ""), (42, "visible", "")), 100) == []


def test_a_muted_microphone_explains_nothing():
    assert faults_of(told((10, "track_muted", "microphone")), 100) == []


def test_a_phone_that_stood_still_in_another_app_did_not_sleep():
    faults = faults_of(told((10, "hidden", "phone"), (42, "visible", "phone"), (42.5, "asleep", "31")), 100)
    assert [fault.reason for fault in faults] == ["page_hidden"]
    assert [fault.reason for fault in faults_of(told((60, "asleep", "31")), 100)] == ["device_asleep"]


def test_a_page_that_was_killed_while_hidden_was_hidden_until_it_was_loaded_again():
    faults = faults_of(told((10, "hidden", "phone"), (50, "reload", "")), 100)
    assert Fault(Span(10, 50), "page_hidden") in faults


def test_what_never_ended_lasts_to_the_end():
    assert faults_of(told((10, "hidden", "phone"), (20, "offline", "")), 100) == [
        Fault(Span(10, 100), "page_hidden"),
        Fault(Span(20, 100), "offline"),
    ]
