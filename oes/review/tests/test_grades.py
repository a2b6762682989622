"""Grades in plain words, with the footage behind them."""

import pytest
from django.utils import translation

from oes.domain.grades import Grade
from oes.review.grades import grade_words, legend
from oes.violations.models import LedgerLine, Violation


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def line(grade: str, seconds: float | None = None, alarms: int | None = None) -> LedgerLine:
    return LedgerLine(grade=grade, exposure_seconds=seconds, false_alarms=alarms)


def text(grade: str, seconds: float | None = None, alarms: int | None = None, kind: str = "second_person") -> str:
    return grade_words(Violation(kind=kind), line(grade, seconds, alarms)).text


def test_a_provisional_grade_says_what_was_looked_at_and_how_high_the_rate_may_be():
    assert text("provisional", 552, 0) == (
        "no false alarm in 9 minutes of honest footage; the rate may be as high as 20 per hour"
    )


def test_a_measured_grade_says_its_limit_never_too_low():
    assert text("measured", 100 * 3600, 11) == (
        "11 false alarms in 100 hours of honest footage; the rate may be as high as 0.19 per hour"
    )


def test_an_informative_grade_says_that_it_does_not_lower_trust():
    assert text("informative") == "does not lower trust"
    assert text("informative", 600, 1).startswith("does not lower trust; 1 false alarm in 10 minutes")


def test_a_kind_that_is_no_guess_names_its_tests():
    assert "tests of whole exams" in text("measured", kind="window_switch")


def test_a_line_of_before_the_figures_claims_nothing():
    assert text("provisional").startswith("too little honest footage")


@pytest.mark.parametrize("grade", list(Grade))
def test_only_what_may_lower_trust_carries_a_tag(grade):
    words = grade_words(Violation(kind="phone"), line(grade))
    assert words.weighs is (grade in ("measured", "provisional"))


def test_the_legend_has_one_line_for_each_reason_the_best_known_first():
    rows = [
        (Violation(kind="poor_light"), line("informative")),
        (Violation(kind="nobody_in_frame"), line("provisional", 600, 0)),
        (Violation(kind="substitution"), line("provisional", 600, 0)),
        (Violation(kind="second_person"), line("provisional", 300, 0)),
        (Violation(kind="nobody_in_frame"), line("provisional", 600, 0)),
    ]
    told = [(one.grade.key, one.captions) for one in legend(rows)]
    assert told == [
        ("provisional", ("Another person instead of the examinee", "Nobody in front of the camera")),
        ("provisional", ("Second person in the frame",)),
        ("informative", ("Poor light",)),
    ]
