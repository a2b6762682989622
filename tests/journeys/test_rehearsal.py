"""A rehearsal in a real browser: from the student's page to the code, and from the code to the helpdesk."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import sign_in

RULES = {"segment_seconds": 4.0}
NOTE = "JSON.parse(localStorage.getItem('oes-rehearsal')).level"


@pytest.mark.browser
@pytest.mark.models
def test_a_student_tries_the_device_and_the_helpdesk_finds_the_result(scene, browser, calm):
    own = scene(**RULES)
    own.own.run("shell", "-v", "0", "-c", "from oes.exams.models import Enrolment; Enrolment.objects.all().delete()")
    page = browser(camera=calm).new_context(locale="en-GB").new_page()
    rehearse(page, own.own.url)
    code = page.inner_text("p.code b").strip()
    assert re.fullmatch(r"[2-9A-Z]{3}-[2-9A-Z]{3}", code)
    ((tier, level, face, stored, kbps, pictures),) = own.rows(
        "select tier, level, face_checked, stored_seconds, upload_kbps, frames_per_second from rehearsals_rehearsal"
    )
    assert (tier, level, face) == ("A", "normal", 1)
    assert stored >= 10
    assert kbps > 310
    assert pictures is None or 4 < pictures < 13
    assert page.evaluate(NOTE) == "normal"
    assert not own.rows("select 1 from violations_trust")
    assert not own.rows("select 1 from analysis_observationset")

    helpdesk = browser().new_context(locale="en-GB").new_page()
    sign_in(helpdesk, own.own.url, "admin", "administration")
    helpdesk.goto(own.own.url + "/students/")
    expect(helpdesk.locator("#totals")).to_contain_text("0")
    helpdesk.click("nav a[href='/rehearsals/']")
    helpdesk.fill("input[name=code]", code.lower().replace("-", " "))
    helpdesk.click("form.filters button")
    expect(helpdesk.locator("main")).to_contain_text("Нұрсұлтанқызы")


def rehearse(page: Page, url: str) -> None:
    """Go from the student's page to the result."""
    sign_in(page, url, "aigerim", "student")
    page.goto(url + "/exams/")
    page.click("a[href='/rehearsal/']")
    page.click("button[name=answer][value=accept]")
    page.click("#fact-camera-action")
    page.click("#fact-screen-action")
    page.click("#device-go:enabled")
    page.wait_for_selector("p.code b", timeout=90_000)
