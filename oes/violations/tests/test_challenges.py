"""What a liveness request leaves among the violations."""

from dataclasses import replace

import pytest

from oes.attempts.models import Attempt, Challenge
from oes.domain.policy import Policy
from oes.recordings.models import ClientEvent
from oes.recordings.services import ToldEvent, record_events
from oes.violations import services
from oes.violations.models import Violation
from oes.violations.tests.scenes import SITTING, film, frame, sat

PAGE = "7d0a2d8e-4d9c-4f77-8a27-0b2d3d4c5e6f"
POLICY = replace(Policy(), grace_seconds=30.0, minimum_seconds=30.0)


@pytest.fixture
def attempt(enrolment) -> Attempt:
    return sat(enrolment, seconds=120.0, policy=POLICY)


def asked(attempt: Attempt, result: str, **fields: object) -> None:
    Challenge.objects.create(attempt=attempt, result=result, tries=1, **fields)


def found(attempt: Attempt) -> list[tuple[str, str, float, float]]:
    services.rebuild(attempt)
    rows = Violation.objects.filter(attempt=attempt)
    return [(v.kind, v.source, v.start_seconds, v.end_seconds) for v in rows]


def test_one_that_failed_is_looked_at_and_weighs_nothing(attempt):
    film(attempt, [frame(at + 0.5, SITTING) for at in range(120)])
    asked(attempt, "failed", moment="start", at_seconds=0)
    asked(attempt, "failed", moment="random", at_seconds=50, shown=[60.0, 64.0], asked=[[58.5, 68.5]])
    assert found(attempt) == [
        ("presentation_attack", "challenge", 0.0, 2.0),
        ("presentation_attack", "challenge", 58.5, 68.5),
    ]
    assert attempt.trust.percent == 100


@pytest.mark.parametrize("result", ["passed", "unable", "not_seen", "waiting"])
def test_no_other_result_leaves_anything(attempt, result):
    film(attempt, [frame(at + 0.5, SITTING) for at in range(120)])
    asked(attempt, result, moment="start", at_seconds=0)
    assert found(attempt) == []


def test_a_failure_is_not_wiped_away_by_a_try_that_nobody_recorded(attempt):
    film(attempt, [frame(at + 0.5, SITTING) for at in range(120)])
    missed = [{"step": "blink", "passed": False, "value": None, "missed": "no_face"}]
    asked(attempt, "waiting", moment="start", at_seconds=0, measured=missed)
    assert found(attempt) == [("presentation_attack", "challenge", 0.0, 2.0)]


def test_turning_the_head_when_asked_to_is_no_violation(attempt):
    turned = [60, 61, 62, 63, 90, 91, 92, 93]
    film(attempt, [frame(at + 0.5, SITTING, yaw=50.0 if at in turned else 0.0, presence=0.9) for at in range(120)])
    assert [(kind, start) for kind, _, start, _ in found(attempt)] == [("looked_away", 60.0), ("looked_away", 90.0)]
    asked(attempt, "passed", moment="random", at_seconds=50, shown=[60.0], asked=[[58.5, 64.5]])
    assert [(kind, start) for kind, _, start, _ in found(attempt)] == [("looked_away", 90.0)]


@pytest.mark.parametrize(("back", "kinds"), [(75.0, []), (119.0, ["window_switch"])])
def test_coming_to_the_recorders_tab_when_asked_to_is_no_violation(attempt, back, kinds):
    film(attempt, [frame(at + 0.5, SITTING) for at in range(120)])
    told = [ToldEvent(1, "left", 50.0), ToldEvent(2, "returned", back)]
    record_events(attempt=attempt, source=ClientEvent.Source.EMBED, page=PAGE, events=told)
    assert [kind for kind, *_ in found(attempt)] == ["window_switch"]
    asked(attempt, "passed", moment="random", at_seconds=50, shown=[60.0], asked=[[58.5, 64.5]])
    assert [kind for kind, *_ in found(attempt)] == kinds
