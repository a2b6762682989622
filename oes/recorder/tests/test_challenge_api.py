"""What the recorder's page says and hears about a challenge."""

from datetime import timedelta

import pytest
from django.utils import timezone

from oes.attempts import services as attempts
from oes.attempts.models import Attempt, AttemptMark, Challenge
from oes.recorder.tests.test_api import Page


@pytest.fixture
def page(enrolment) -> Page:
    return Page(attempts.open_attempt(enrolment=enrolment, text_version="1", language="kk", user_agent=""))


def begun(page: Page) -> dict:
    answer = page.post("/challenge", {})
    assert answer.status_code == 201
    return answer.json()


def moments(told: dict) -> list[float]:
    """Return plausible moments, and let their time pass."""
    shown = [1.6 + 4.0 * number for number in range(len(told["steps"]))]
    Challenge.objects.update(begun_at=timezone.now() - timedelta(seconds=shown[-1] + 4))
    return shown


def test_a_try_is_drawn_shown_and_asked_for(page):
    told = begun(page)
    assert (told["tries_left"], told["straight_seconds"], told["step_seconds"]) == (2, 1.5, 4.0)
    assert "blink" in told["steps"]
    place = f"/challenge/{told['challenge']}"
    assert page.post(place, {"shown": moments(told)}).json() == {"result": "waiting", "missed": [], "tries_left": 2}
    missed = [{"step": "blink", "passed": False, "value": 0.9, "missed": "not_blinked"}]
    Challenge.objects.update(result="failed", measured=missed)
    assert page.get(place).json() == {"result": "failed", "missed": ["not_blinked"], "tries_left": 2}
    assert begun(page)["tries_left"] == 1


@pytest.mark.parametrize("shown", [None, "x", [], ["x"], [True, 1], [float("1e9")], [1.0] * 11, {}])
def test_moments_must_be_numbers_that_can_be_true(page, shown):
    told = begun(page)
    answer = page.post(f"/challenge/{told['challenge']}", {"shown": shown})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_body")


def test_who_cannot_goes_on_with_a_mark_that_says_so(page):
    assert page.post("/challenge", {"unable": True}).json() == {"result": "unable"}
    page.post("/ready", {"tier": "A"})
    assert page.post("/start", {}).status_code == 200
    kinds = set(AttemptMark.objects.values_list("kind", flat=True))
    assert "challenge_unable" in kinds
    assert not kinds & {"challenge_failed", "challenge_unchecked"}


@pytest.mark.parametrize(
    ("result", "tries", "asked"), [("failed", 2, True), ("failed", 3, False), ("passed", 1, False)]
)
def test_a_page_that_is_loaded_again_asks_only_while_a_try_is_left(page, result, tries, asked):
    assert page.post("/runs", {}).json()["policy"]["challenge_at_start"] is True
    begun(page)
    Challenge.objects.update(result=result, tries=tries)
    again = page.post("/runs", {"take_over": True}).json()
    assert again["policy"]["challenge_at_start"] is asked


def test_one_that_failed_never_refuses_the_start(page):
    begun(page)
    Challenge.objects.update(result="failed", tries=3)
    assert page.post("/challenge", {}).json()["code"] == "no_challenge"
    page.post("/ready", {"tier": "A"})
    assert page.post("/start", {}).status_code == 200
    assert AttemptMark.objects.filter(kind="challenge_failed").exists()
    assert page.post("/challenge", {}).json()["code"] == "no_challenge"


def test_the_state_tells_of_one_that_is_due(page):
    key = page.post("/runs", {}).json()["run_key"]
    page.post("/ready", {"tier": "A"})
    page.post("/start", {})
    row = Challenge.objects.create(attempt=Attempt.objects.get(), moment="random", at_seconds=0.0)
    assert page.get(f"/state?run_key={key}").json()["challenge"] == row.pk
    assert page.post("/challenge", {"challenge": row.pk}).status_code == 201
    assert page.get(f"/state?run_key={key}").json()["challenge"] is None


def test_a_strangers_challenge_is_not_there(page, daniyar, exam):
    other = attempts.open_attempt(
        enrolment=exam.enrolments.create(student=daniyar), text_version="1", language="kk", user_agent=""
    )
    row = Challenge.objects.create(attempt=other, moment="start", at_seconds=0.0)
    assert page.get(f"/challenge/{row.pk}").status_code == 404
    assert page.post("/challenge", {"challenge": row.pk}).json()["code"] == "no_challenge"
    assert page.post("/challenge", {"challenge": "x"}).status_code == 400
