"""What the guard told becomes violations that weigh, inform, or are technical."""

from dataclasses import replace
from uuid import uuid4

import pytest

from oes.attempts.models import Attempt
from oes.domain.policy import Policy
from oes.recordings.models import ClientEvent
from oes.recordings.services import ToldEvent, record_events
from oes.violations import services
from oes.violations.models import LedgerLine, Violation
from oes.violations.tests.scenes import SITTING, film, frame, sat

START = uuid4()
BEATS = tuple((float(at), "heartbeat", "") for at in range(0, 161, 10))
POLICY = replace(Policy(guard="optional"), grace_seconds=30.0, minimum_seconds=30.0)


@pytest.fixture
def attempt(enrolment) -> Attempt:
    made = sat(enrolment, seconds=160.0, policy=POLICY)
    film(made, [frame(at + 0.5, SITTING) for at in range(160)])
    return made


def tell(attempt: Attempt, *events: tuple[float, str, str], source: str = "guard") -> None:
    first = ClientEvent.objects.filter(attempt=attempt, source=source).count()
    told = [ToldEvent(first + n, kind, at, detail=detail) for n, (at, kind, detail) in enumerate(events)]
    record_events(attempt=attempt, source=source, page=START, events=told)


def found(attempt: Attempt) -> list[tuple]:
    rows = Violation.objects.filter(attempt=attempt).order_by("start_seconds", "kind", "detail")
    return [(v.kind, v.detail, v.direct, v.source) for v in rows]


def test_a_forbidden_program_is_direct_and_takes_fifteen_points_once(attempt):
    tell(attempt, *BEATS, (60.0, "program_seen", "Telegram"), (120.0, "program_gone", "Telegram"))
    trust = services.rebuild(attempt)
    assert found(attempt) == [("forbidden_software", "Telegram", True, "guard")]
    assert trust.percent == 85


def test_a_program_that_is_closed_in_the_free_time_weighs_nothing(attempt):
    tell(attempt, *BEATS, (0.0, "program_seen", "Telegram"), (25.0, "program_gone", "Telegram"))
    assert services.rebuild(attempt).percent == 100


def test_what_only_informs_takes_nothing(attempt):
    facts = ((0.0, "virtual_machine", "QEMU"), (40.0, "program_seen", "AnyDesk"), (50.0, "screens", "2"))
    tell(attempt, *BEATS, *facts)
    trust = services.rebuild(attempt)
    assert [(kind, detail) for kind, detail, _, _ in found(attempt)] == [
        ("virtual_machine", "QEMU"), ("listed_software", "AnyDesk"), ("second_screen", ""),
    ]  # fmt: skip
    assert trust.percent == 100


def test_silence_is_technical(attempt):
    tell(attempt, *BEATS[:4])
    trust = services.rebuild(attempt)
    assert [(kind, source) for kind, _, _, source in found(attempt)] == [("guard_silent", "guard")]
    assert (trust.percent, LedgerLine.objects.get().deduction) == (100, 0)


def test_no_guard_is_no_silence(attempt):
    services.rebuild(attempt)
    assert found(attempt) == []


def test_a_second_screen_that_the_page_tells_too_is_one_violation(attempt):
    tell(attempt, *BEATS, (50.0, "screens", "2"))
    tell(attempt, (52.0, "second_screen", ""), source="recorder")
    services.rebuild(attempt)
    assert found(attempt) == [("second_screen", "", False, "guard+recorder")]


def test_two_programs_at_once_keep_their_own_rows(attempt):
    tell(attempt, *BEATS, (60.0, "program_seen", "Zoom"))
    services.rebuild(attempt)
    row = Violation.objects.get()
    tell(attempt, (60.0, "program_seen", "Discord"))
    services.rebuild(attempt)
    assert {v.detail for v in Violation.objects.all()} == {"Discord", "Zoom"}
    assert Violation.objects.get(pk=row.pk).detail == "Zoom", "what people say of one program is not said of another"
