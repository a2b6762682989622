"""Words and counts that card, photo report and detailed report share (G10, G12, G19)."""

from dataclasses import replace

import pytest
from django.utils import timezone, translation

from oes.accounts.links import Links
from oes.attempts.models import Challenge
from oes.domain.policy import Policy
from oes.exams.services import add_policy
from oes.review.card_queries import card
from oes.review.detailed_queries import attempts_of, report_of
from oes.review.words import (
    after_grace_words,
    check_caption,
    check_result,
    counts_of,
    uncounted_words,
    weight_text,
    why_free,
)
from oes.violations.models import LedgerLine, Violation
from tests.scenes import Seen, sit

SEEN = [Seen("second_person", 900, 930), Seen("poor_light", 1000, 1010), Seen("offline", 1200, 1230)]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("points", "shown"), [(0, "0"), (16.0, "−16"), (3.04, "−3.04"), (3.14, "−3.14"), (24.5, "−24.5")]
)
def test_a_weight_has_the_decimals_that_it_needs(points, shown):
    assert weight_text(points) == shown


def test_a_weight_follows_the_language():
    with translation.override("ru"):
        assert weight_text(3.1) == "−3,1"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(30, "first 30 seconds"), (1, "first 1 second"), (60, "first 1 minute"), (150, "first 150 seconds")],
)
def test_first_minutes_are_told_exactly(seconds, words):
    violation = Violation(kind="looked_away", start_seconds=0, end_seconds=1)
    line = LedgerLine(grade="provisional", deduction=0, uncapped=0)
    assert why_free(violation, line, seconds) == f"{words}: 0"
    assert after_grace_words(seconds) == f"only what lies after the {words} counts"


@pytest.mark.parametrize(("minimum", "words"), [(150, "150 seconds."), (180, "3 minutes.")])
def test_the_shortest_exam_is_told_exactly(minimum, words, organisation, exam, aigerim):
    add_policy(organisation=organisation, policy=replace(Policy(), minimum_seconds=minimum))
    attempt = sit(aigerim, exam, minutes=1)
    assert uncounted_words(attempt, timezone.now()).endswith(f"no longer than {words}")


def test_card_and_detailed_report_count_no_technical_faults(organisation, exam, aigerim, admin):
    attempt, now = sit(aigerim, exam, seen=SEEN), timezone.now()
    (row,) = card(student=aigerim, now=now).rows
    detailed = report_of(attempts_of(organisation).get(pk=attempt.pk), links=Links(admin.uuid, "", ""), now=now)
    assert row.counts == detailed.counts == counts_of(attempt.violations.all()) == (2, 1, 1)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"result": "not_seen"}, "not seen"),
        ({"result": "unable"}, "the student could not follow it, and said so"),
        (
            {"result": "passed", "tries": 2, "measured": [["turn_left", 31.6, ""], ["blink", 0.12, ""]]},
            "followed; 2 tries; turn the head to the left: 32°; "
            "close the eyes and open them: down to 12% of the usual opening",
        ),
        (
            {"result": "failed", "tries": 1, "measured": [["turn_right", 24.0, "flat"], ["blink", 0.9, "not_blinked"]]},
            "not followed; turn the head to the right: 24°, moved like something flat; "
            "close the eyes and open them: down to 90% of the usual opening, too little",
        ),
        (
            {"result": "failed", "tries": 1, "measured": [["blink", None, "no_face"]]},
            "not followed; close the eyes and open them: no face to be measured",
        ),
    ],
)
def test_a_liveness_request_says_what_was_measured(fields, words):
    measured = [{"step": s, "value": v, "missed": m, "passed": not m} for s, v, m in fields.pop("measured", [])]
    challenge = Challenge(moment="random", measured=measured, **fields)
    assert check_result(challenge) == words
    assert check_caption(challenge) == "Verification - Liveness, at a random moment"
