"""Reports are numbered, signed, and told until they are taken."""

import hashlib
import hmac
import json

import pytest

from oes_guard import reports as module
from oes_guard.client import WrongAddress, server_address
from oes_guard.reports import Reports, signature
from oes_guard.watch import Event


class Clock:
    at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def reports(clock) -> Reports:
    return Reports(attempt="a", now=clock)


def read(reports: Reports) -> dict:
    return json.loads(reports.body())


def test_events_are_told_with_their_age_and_numbered(reports, clock):
    reports.add(Event(0.0, "left", "gedit"))
    clock.at = 2.5
    data = read(reports)
    assert (data["number"], data["attempt"]) == (1, "a")
    assert data["events"] == [{"sequence": 0, "kind": "left", "age_ms": 2500, "detail": "gedit"}]


def test_a_report_without_an_answer_is_told_again_with_the_same_events_and_number(reports, clock):
    reports.add(Event(0.0, "left"))
    first = read(reports)
    reports.add(Event(1.0, "returned"))
    clock.at = 60.0
    again = read(reports)
    assert again["number"] == first["number"]
    assert [e["sequence"] for e in again["events"]] == [0]
    assert again["events"][0]["age_ms"] == 60_000
    reports.taken()
    assert [(read(reports)["number"], e["sequence"]) for e in read(reports)["events"]] == [(2, 1)]


def test_many_events_make_several_reports(reports):
    for _ in range(module.MOST_EVENTS + 1):
        reports.add(Event(0.0, "heartbeat"))
    assert len(read(reports)["events"]) == module.MOST_EVENTS
    reports.taken()
    assert len(read(reports)["events"]) == 1
    reports.taken()
    assert reports.is_empty


def test_lost_events_show_in_the_numbers(reports, monkeypatch):
    monkeypatch.setattr(module, "MOST_WAITING", 2)
    reports.body()
    for _ in range(3):
        reports.add(Event(0.0, "heartbeat"))
    reports.taken()
    assert read(reports)["number"] == 3
    assert [e["sequence"] for e in read(reports)["events"]] == [1, 2]


def test_the_signature_is_hmac_sha256_of_the_very_body():
    assert signature("0102", b"body") == hmac.new(b"\x01\x02", b"body", hashlib.sha256).hexdigest()


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("oes.example.kz", "https://oes.example.kz"),
        (" https://oes.example.kz:8443/some/page ", "https://oes.example.kz:8443"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("https://user:secret@oes.example.kz", "https://oes.example.kz"),
    ],
)
def test_an_address_is_scheme_host_and_port(typed, address):
    assert server_address(typed) == address


@pytest.mark.parametrize("typed", ["", "http://oes.example.kz", "ftp://oes.example.kz", "https://", "https://x:nan"])
def test_an_address_that_would_send_the_key_in_the_clear_is_refused(typed):
    with pytest.raises(WrongAddress):
        server_address(typed)
