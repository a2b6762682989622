"""A line keeps what its grade rests on, also when a later benchmark says otherwise."""

from dataclasses import replace

import pytest

from oes.attempts.models import Attempt
from oes.domain.grades import Figure, grade_of
from oes.domain.violations import KINDS
from oes.violations import services
from oes.violations.tests.scenes import film, sat
from oes.violations.tests.test_rebuild import POLICY, sitting


@pytest.fixture
def attempt(enrolment) -> Attempt:
    return sat(enrolment, seconds=160.0, policy=POLICY)


def regraded(monkeypatch, kind: str, figure: Figure) -> None:
    grade = grade_of(figure, direct=KINDS[kind].direct)
    monkeypatch.setitem(KINDS, kind, replace(KINDS[kind], grade=grade, figure=figure))


def test_a_line_keeps_what_its_grade_rests_on(attempt):
    film(attempt, sitting(160, absent=(60, 80)))
    (line,) = services.rebuild(attempt).lines.all()
    figure = KINDS["nobody_in_frame"].figure
    assert (line.grade, line.exposure_seconds, line.false_alarms) == ("provisional", figure.exposure_seconds, 0)


def test_a_later_benchmark_changes_no_final_percent(attempt, monkeypatch):
    film(attempt, sitting(160, absent=(60, 80)))
    before = services.rebuild(attempt)
    regraded(monkeypatch, "nobody_in_frame", Figure(36000.0, 900, 40, 40))
    after = services.rebuild(attempt)
    assert (before.percent, after.percent) == (93, 93)
    assert after.lines.get().grade == "provisional"


def test_a_running_attempt_is_judged_by_the_newest_benchmark(enrolment, monkeypatch):
    attempt = sat(enrolment, seconds=160.0, policy=POLICY, ended=False)
    film(attempt, sitting(160, absent=(60, 80)))
    services.rebuild(attempt)
    regraded(monkeypatch, "nobody_in_frame", Figure(36000.0, 900, 40, 40))
    after = services.rebuild(attempt)
    assert (after.lines.get().grade, after.lines.get().deduction) == ("informative", 0)
