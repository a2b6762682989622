"""What exam page, extension and guard told, as rows: one switch is one violation."""

import uuid
from dataclasses import replace

import pytest

from oes.attempts.models import Attempt
from oes.domain.policy import Policy
from oes.recordings.services import ToldEvent, record_events
from oes.violations import services
from oes.violations.models import Violation
from oes.violations.tests.scenes import SITTING, film, frame, sat


@pytest.fixture
def attempt(enrolment) -> Attempt:
    made = sat(enrolment, seconds=160.0, policy=replace(Policy(), grace_seconds=30.0, minimum_seconds=30.0))
    film(made, [frame(at + 0.5, SITTING) for at in range(160)])
    return made


def tell(attempt: Attempt, source: str, *events: tuple) -> None:
    told = [ToldEvent(place, kind, at, detail=detail) for place, (kind, at, detail) in enumerate(events)]
    record_events(attempt=attempt, source=source, page=uuid.uuid4(), events=told)


SAW = {"embed": (70.0, ""), "extension": (70.4, "web.telegram.org"), "guard": (70.2, "Telegram")}


def tell_switch(attempt: Attempt, source: str) -> None:
    since, name = SAW[source]
    tell(attempt, source, ("left", since, name), ("returned", since + 9, ""))


@pytest.mark.parametrize("source", SAW)
def test_each_source_finds_a_switch_by_itself(attempt, source):
    tell_switch(attempt, source)
    trust = services.rebuild(attempt)
    row = Violation.objects.get(kind="window_switch")
    assert (row.kind, row.source, row.detail) == ("window_switch", source, SAW[source][1])
    assert row.end_seconds - row.start_seconds == pytest.approx(9)
    assert trust.percent == 96  # 3 + 9 * 0.1 = 3.9


def test_a_switch_that_three_saw_is_one_violation_told_by_all(attempt):
    for source in SAW:
        tell_switch(attempt, source)
    trust = services.rebuild(attempt)
    row = Violation.objects.get(kind="window_switch")
    assert (row.start_seconds, row.end_seconds, row.source) == (70.0, 79.4, "embed+extension+guard")
    assert row.detail == "Telegram, web.telegram.org"
    assert trust.percent == 96  # 3 + 9.4 * 0.1 = 3.9


def test_a_source_that_comes_later_keeps_the_row_and_what_people_said_of_it(attempt):
    tell_switch(attempt, "embed")
    services.rebuild(attempt)
    before = Violation.objects.get(kind="window_switch").uuid
    tell_switch(attempt, "guard")
    services.rebuild(attempt)
    assert Violation.objects.get(kind="window_switch").uuid == before


def test_copying_and_printing_are_shown_with_lengths_and_take_nothing_off(attempt):
    tell(
        attempt, "embed", ("copied", 70.0, "1200"), ("pasted", 72.0, "1"), ("printed", 75.0, ""),
        ("second_screen", 80.0, ""), ("one_screen", 90.0, ""),
    )  # fmt: skip
    assert services.rebuild(attempt).percent == 100
    rows = list(Violation.objects.all())
    assert [(v.kind, v.start_seconds, v.end_seconds) for v in rows] == [
        ("copied", 70.0, 71.0),
        ("pasted", 72.0, 73.0),
        ("printed", 75.0, 76.0),
        ("second_screen", 80.0, 90.0),
    ]
    assert {v.source for v in rows} == {"embed"}
    assert [v.detail for v in rows] == ["1200", "1", "", ""]


def test_a_screen_that_recorder_and_exam_page_told_of_is_one(attempt):
    tell(attempt, "recorder", ("second_screen", 60.0, ""), ("one_screen", 90.0, ""))
    tell(attempt, "embed", ("second_screen", 61.0, ""), ("one_screen", 91.0, ""))
    services.rebuild(attempt)
    row = Violation.objects.get(kind="second_screen")
    assert (row.source, row.start_seconds, row.end_seconds) == ("embed+recorder", 60.0, 91.0)
