"""What the browser extension told becomes a switch of the window, and its silence a technical fact."""

import uuid

import pytest

from oes.domain.policy import Policy, ProgramUse
from oes.recordings.models import ClientEvent
from oes.recordings.services import ToldEvent, record_events
from oes.violations.models import LedgerLine, Violation
from oes.violations.services import rebuild
from oes.violations.tests.scenes import SITTING, film, frame, sat


def tell(attempt, *events: tuple[float, str]) -> None:
    told = [ToldEvent(number, kind, at, detail="example.com") for number, (at, kind) in enumerate(events)]
    record_events(attempt=attempt, source=ClientEvent.Source.EXTENSION, page=uuid.uuid4(), events=told)


@pytest.fixture
def attempt(enrolment):
    row = sat(enrolment, seconds=400, policy=Policy(extension=ProgramUse.OPTIONAL))
    film(row, (frame(at, SITTING) for at in range(400)))
    return row


def found(attempt) -> list[tuple[str, float, float, str]]:
    rebuild(attempt)
    rows = Violation.objects.filter(attempt=attempt, kind__in=("window_switch", "extension_silent"))
    return [(v.kind, v.start_seconds, v.end_seconds) for v in rows.order_by("start_seconds")]


def test_the_extension_alone_finds_a_switch(attempt):
    beats = [(float(at), "heartbeat") for at in range(0, 400, 10)]
    tell(attempt, *beats, (215.0, "left"), (220.0, "returned"))
    assert found(attempt) == [("window_switch", 215.0, 220.0)]


def test_silence_is_shown_and_weighs_nothing(attempt):
    tell(attempt, *((float(at), "heartbeat") for at in range(0, 200, 10)))
    assert found(attempt) == [("extension_silent", 190.0, 400.0)]
    line = LedgerLine.objects.get(violation__kind="extension_silent")
    assert (line.deduction, line.grade) == (0, "technical")


def test_an_orderly_end_in_the_middle_of_the_exam_excuses_nothing(attempt):
    tell(attempt, (0.0, "started"), (20.0, "stopped"))
    assert found(attempt) == [("extension_silent", 20.0, 400.0)]


def test_an_attempt_without_an_extension_is_silent_only_where_it_is_required(attempt, enrolment):
    assert found(attempt) == []
    attempt.policy.rules["extension"] = "required"
    attempt.policy.save()
    assert found(attempt) == [("extension_silent", 0.0, 400.0)]
