"""What the recorder's poll tells of violations and breaks, and the calls of a break."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oes.attempts.models import Attempt, Pause
from oes.attempts.services import end_attempt, mint_token, open_attempt, ready_attempt, start_attempt
from oes.domain.policy import Policy
from oes.exams.models import Accommodation, Exam
from oes.exams.services import add_accommodation, add_policy
from oes.recorder.tests.test_api import Page

NEWEST = [["phone", 400.0, 410.0, ""], ["looked_away", 300.0, 306.0, ""]]


def sit(enrolment, **rules) -> Attempt:
    add_policy(organisation=enrolment.exam.organisation, policy=replace(Policy(), **rules))
    opened = open_attempt(enrolment=enrolment, text_version="1", language="kk", user_agent="")
    started = start_attempt(attempt=ready_attempt(attempt=opened, tier="A"))
    Attempt.objects.filter(pk=started.pk).update(shown_violations=3, shown_newest=NEWEST)
    return started


def allow(enrolment, admin, **terms) -> None:
    row = Accommodation(student=enrolment.student, valid_from=timezone.localdate() - timedelta(days=1), **terms)
    add_accommodation(accommodation=row, by=admin)


def poll(page: Page) -> dict:
    key = page.post("/runs", {"take_over": True}).json()["run_key"]
    return page.get(f"/state?run_key={key}").json()


@pytest.fixture
def rested(enrolment, admin) -> Page:
    allow(enrolment, admin, breaks=1, break_minutes=10, extra_minutes=30)
    return Page(sit(enrolment))


def test_the_counter_names_the_maximum_and_the_newest(enrolment):
    told = poll(Page(sit(enrolment, most_violations=10)))
    assert (told["violations"], told["most_violations"], told["newest"]) == (3, 10, NEWEST)
    assert told["break"] is None


@pytest.mark.parametrize(
    ("rules", "expected"),
    [({}, (3, None, NEWEST)), ({"show_reasons": False}, (3, None, [])), ({"show_counter": False}, (None, None, []))],
)
def test_it_tells_no_more_than_the_rules_allow(enrolment, rules, expected):
    told = poll(Page(sit(enrolment, **rules)))
    assert (told["violations"], told["most_violations"], told["newest"]) == expected


def test_the_poll_asks_the_database_a_fixed_number_of_times(enrolment, rested, django_assert_num_queries):
    key = rested.post("/runs", {}).json()["run_key"]
    for pause in range(3):
        Pause.objects.create(
            attempt_id=Attempt.objects.get().pk, start_seconds=pause, end_seconds=pause + 1, most_seconds=9
        )
    with django_assert_num_queries(7):
        rested.get(f"/state?run_key={key}")


def test_a_break_is_taken_and_ended(rested):
    assert poll(rested)["break"] == {"left": 1, "seconds": 600.0, "on": False}
    taken = rested.post("/pause", {})
    assert (taken.status_code, taken.json()["state"], taken.json()["break"]["on"]) == (200, "paused", True)
    assert 595 < poll(rested)["break"]["seconds"] <= 600
    back = rested.post("/resume", {}).json()
    assert (back["state"], back["access_code"], back["break"]["left"]) == ("started", "4718", 0)
    assert rested.post("/pause", {}).json()["code"] == "no_break"


def test_breaks_need_a_grant_and_a_running_attempt(enrolment):
    attempt = sit(enrolment)
    page = Page(attempt)
    assert (page.post("/pause", {}).status_code, page.post("/pause", {}).json()["code"]) == (409, "no_break")
    assert page.post("/resume", {}).json()["state"] == "started"
    end_attempt(attempt=attempt, source="student")
    assert page.post("/pause", {}).json()["code"] == "wrong_state"
    assert page.post("/resume", {}).json()["code"] == "wrong_state"


def test_breaks_are_open_to_the_upload_token_of_the_attempt_alone(rested, enrolment):
    attempt = Attempt.objects.get()
    embed = mint_token(attempt=attempt, use="embed", lifetime=timedelta(hours=1))
    for path in ("pause", "resume"):
        address = f"/api/v1/attempts/{attempt.uuid}/{path}"
        for headers in ({}, {"Authorization": "Bearer x"}, {"Authorization": f"Bearer {embed}"}):
            answer = Client().post(address, {}, content_type="application/json", headers=headers)
            assert answer.status_code == 401
        assert Client().get(address, headers=rested.headers).status_code == 405
        assert rested.post(f"/{path}", [1]).status_code == 400
    assert not Pause.objects.exists()


def test_a_break_hands_out_no_liveness_request(rested):
    attempt = Attempt.objects.get()
    attempt.challenges.create(moment="random", at_seconds=0.0)
    assert poll(rested)["challenge"]
    rested.post("/pause", {})
    assert poll(rested)["challenge"] is None


def test_the_exam_closes_later_for_who_has_extra_minutes(rested):
    left = (Exam.objects.get().closes_at - timezone.now()).total_seconds()
    assert poll(rested)["closes_in_seconds"] == pytest.approx(left + 1800, abs=5)


def test_home_shows_the_students_own_closing_time_and_what_is_allowed(enrolment, admin, signed_in, settings):
    settings.LANGUAGE_CODE = "en"
    allow(enrolment, admin, extra_minutes=45, reason="a secret")
    Exam.objects.update(closes_at=timezone.now() - timedelta(minutes=5))
    page = signed_in(enrolment.student).get(reverse("recorder:home")).content.decode()
    assert "45 extra minutes" in page
    assert "a secret" not in page
    assert reverse("recorder:consent", args=[enrolment.exam.uuid]) in page
    assert signed_in(enrolment.student).get(reverse("recorder:consent", args=[enrolment.exam.uuid])).status_code == 200


def test_home_does_not_say_of_a_finished_exam_what_is_allowed_now(enrolment, admin, signed_in, settings):
    settings.LANGUAGE_CODE = "en"
    end_attempt(attempt=sit(enrolment), source="student")
    allow(enrolment, admin, extra_minutes=45)
    assert "45 extra minutes" not in signed_in(enrolment.student).get(reverse("recorder:home")).content.decode()


def test_the_page_brings_captions_in_its_own_language(enrolment, signed_in, settings):
    settings.LANGUAGE_CODE = "en"
    attempt = sit(enrolment)
    page = signed_in(enrolment.student).get(reverse("recorder:attempt", args=[attempt.uuid]))
    captions = page.context["config"]["captions"]
    assert captions["phone"] == "Phone in the frame"
    assert "offline" not in captions
