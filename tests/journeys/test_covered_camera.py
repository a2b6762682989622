"""A camera that is covered for most of the exam is no evidence: no percent, and first in the table."""

import itertools

import numpy as np
import pytest
from playwright.sync_api import expect

from demo.clip import frames
from tests.journeys.conftest import sign_in, until
from tests.journeys.films import FRAMES_PER_SECOND
from tests.journeys.student import Sitting

SEEN_SECONDS, COVERED_SECONDS = 15, 85
RULES = {"grace_seconds": 2.0, "minimum_seconds": 10.0, "segment_seconds": 4.0}


@pytest.mark.long
@pytest.mark.browser
@pytest.mark.models
def test_a_covered_camera_is_insufficient_evidence(scene, browser, films):
    own = scene(**RULES)
    seen = frames(((0, SEEN_SECONDS, "normal"),), frames_per_second=FRAMES_PER_SECOND)
    covered = itertools.repeat(np.full((480, 640, 3), 3, dtype=np.uint8), COVERED_SECONDS * FRAMES_PER_SECOND)
    camera = films.film("covered", lambda: itertools.chain(seen, covered))
    sitting = Sitting(browser(camera=camera).new_context(locale="ru-RU"), own)
    sitting.come_to_ok()
    sitting.press_ok()
    sitting.enter_exam()
    sitting.page.wait_for_timeout(42_000)
    sitting.answer_all()
    sitting.finish()
    until(lambda: own.rows("select 1 from violations_trust where is_final"), seconds=60, what="the final trust")
    ((state, percent, coverage),) = own.rows("select state, percent, coverage from violations_trust")
    assert (state, percent) == ("insufficient_evidence", None)
    assert coverage <= 0.3

    add_caught_student(own)
    reviewer = browser().new_context(locale="ru-RU").new_page()
    sign_in(reviewer, own.own.url, "admin", "administration")
    reviewer.goto(own.own.url + "/students/")
    rows = reviewer.locator("tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("Нұрсұлтанқызы")
    expect(rows.first).to_contain_text(f"{int(coverage * 100)}")
    expect(rows.first).not_to_contain_text("100%")


def add_caught_student(own) -> None:
    """Somebody with 0 %, who would stand first by the percent alone."""
    own.own.run("shell", "-v", "0", "-c", CAUGHT)


CAUGHT = """
from django.utils import timezone
from conftest import make_student
from oes.accounts.models import Organisation
from oes.violations.models import StudentSummary
s = make_student(Organisation.objects.get(), "daniyar", "Ахметов Данияр Ерланұлы", "ВТ-20-3")
s.authorised_at = timezone.now()
s.save()
StudentSummary.objects.create(student=s, exams=1, displayed_minutes=60, trust_percent=0, worst_percent=0)
"""
