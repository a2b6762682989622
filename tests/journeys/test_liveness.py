"""The liveness request before "OK": a print does not pass, a student does, and nobody is refused."""

import json

import pytest
from playwright.sync_api import expect

from tests.journeys.live_face import script
from tests.journeys.student import Sitting

RULES = {"grace_seconds": 2.0, "minimum_seconds": 10.0, "segment_seconds": 4.0, "challenge_at_start": True}
TRY_MS = 60_000
MARKS = "select kind from attempts_attemptmark where kind like 'challenge%'"
DUE = "from oes.attempts.models import Challenge; Challenge.objects.filter(moment='random').update(at_seconds=1.0)"


@pytest.mark.alone
@pytest.mark.browser
@pytest.mark.models
def test_a_print_does_not_follow_and_a_student_does(scene, browser):
    own = scene(**RULES)
    context = browser().new_context(locale="ru-RU")
    context.add_init_script(script())
    sitting = Sitting(context, own)
    sitting.come_to_challenge()
    page = sitting.page
    page.evaluate("window.onlyAPicture = true")
    page.click("#challenge-start")
    expect(page.locator("#challenge-left")).to_be_visible()
    page.wait_for_selector("#challenge-answer.bad", timeout=TRY_MS)
    ((result, measured),) = own.rows("select result, measured from attempts_challenge")
    missed = {answer["step"]: answer["missed"] for answer in json.loads(measured)}
    assert (result, missed["blink"]) == ("failed", "not_blinked"), measured
    assert {"not_turned"} == {why for step, why in missed.items() if step != "blink"}, measured

    page.evaluate("window.onlyAPicture = false")
    page.click("#challenge-start")
    page.wait_for_selector("#challenge-answer.busy")
    page.wait_for_selector("#challenge-answer.good, #challenge-answer.bad", timeout=TRY_MS)
    assert own.rows("select result, tries from attempts_challenge") == [("passed", 2)], own.rows(
        "select steps, shown, measured from attempts_challenge"
    )
    page.click("#challenge-go")
    page.wait_for_selector("#ok-go", state="visible")
    page.click("#ok-go")
    page.wait_for_selector("#exam-open", state="visible")
    assert not own.rows(MARKS)


@pytest.mark.browser
@pytest.mark.models
def test_who_cannot_goes_on_with_a_mark_and_may_say_so_in_the_exam_too(scene, browser, calm):
    own = scene(**RULES, random_challenges=1)
    sitting = Sitting(browser(camera=calm).new_context(locale="kk-KZ"), own)
    sitting.come_to_challenge()
    page = sitting.page
    page.click("#challenge-unable")
    page.wait_for_selector("#ok-go", state="visible")
    sitting.press_ok()
    assert own.rows(MARKS) == [("challenge_unable",)]

    own.own.run("shell", "-v", "0", "-c", DUE)
    page.wait_for_selector("#live", state="visible")
    assert "Дерекқор" not in page.title()
    page.click("#live-unable")
    page.wait_for_selector("#live", state="hidden")
    assert "Дерекқор" in page.title()
    told = own.rows("select moment, result from attempts_challenge order by moment")
    assert told == [("random", "unable"), ("start", "unable")]
    assert own.rows(MARKS) == [("challenge_unable",)]
