"""A person denies one event: it leaves the trust after review, the machine's percent stays."""

from dataclasses import replace

import pytest
from django.urls import reverse

from oes.domain.policy import Policy
from oes.journal.models import Entry
from oes.review.models import Denial
from oes.violations import services
from oes.violations.models import Trust, Violation
from oes.violations.tests.scenes import OTHER, SITTING, film, frame, sat

POLICY = replace(Policy(), grace_seconds=10.0, minimum_seconds=10.0)


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def event(enrolment):
    """A second person in a recording of 96 s."""
    attempt = sat(enrolment, seconds=96, policy=POLICY)
    film(attempt, [frame(at + 0.5, SITTING, *([OTHER] if 40 <= at < 60 else [])) for at in range(96)])
    services.rebuild(attempt)
    return Violation.objects.get(attempt=attempt, kind="second_person")


@pytest.fixture
def say(signed_in, admin, event):
    def post(denied="yes", reason="the mother passed by", who=admin, **more):
        address = reverse("review:denials", args=(event.attempt.uuid,))
        return signed_in(who).post(address, {"violation": event.uuid, "denied": denied, "reason": reason, **more})

    return post


def detailed(signed_in, admin, event) -> str:
    return signed_in(admin).get(reverse("review:detailed", args=(event.attempt.uuid,))).content.decode()


def test_it_sends_strangers_to_the_sign_in(client, settings, event):
    settings.LOGIN_URL = "/sign-in/"
    assert client.post(reverse("review:denials", args=(event.attempt.uuid,))).url.startswith("/sign-in/")


@pytest.mark.parametrize("who", ["proctor", "aigerim", "outsider"])
def test_only_the_administration_denies(who, say, request):
    assert say(who=request.getfixturevalue(who)).status_code == 403
    assert not Denial.objects.exists()


def test_it_leaves_the_machine_alone_and_states_a_second_figure(say, signed_in, admin, event):
    before = Trust.objects.get().percent
    say()
    assert Trust.objects.get().percent == before < 100
    assert "after review: <b>100%</b>" in detailed(signed_in, admin, event)
    card = signed_in(admin).get(reverse("review:card", args=(event.attempt.enrolment.student.uuid,)))
    assert "after review: <b>100%</b>" in card.content.decode()
    report = signed_in(admin).get(reverse("reports:photo", args=(event.attempt.uuid,))).content.decode()
    assert "100% (1 event denied)" in report
    assert "denied by admin: the mother passed by" in report


def test_taken_back_it_counts_again_and_both_words_are_kept(say, signed_in, admin, event):
    say()
    say("no", "she answered questions")
    assert "after review" not in detailed(signed_in, admin, event)
    assert [row.denied for row in Denial.objects.all()] == [True, False]
    entries = Entry.objects.filter(chain__subject=event.attempt.uuid, action="event_judged")
    assert [entry.content["denied"] for entry in entries] == [True, False]
    assert "mother" not in str([entry.content for entry in entries])


@pytest.mark.parametrize("sent", [{"reason": "  "}, {"reason": "x" * 1001}, {"denied": "maybe"}, {"violation": "x"}])
def test_what_is_not_filled_in_changes_nothing(say, sent):
    assert say(**sent).status_code == 302
    assert not Denial.objects.exists()


def test_a_double_click_leaves_one_word(say):
    say()
    say()
    assert Denial.objects.count() == 1


def test_an_event_of_another_attempt_is_not_found(say, event):
    assert say(violation="00000000-0000-4000-8000-000000000000").status_code == 404


def test_a_running_attempt_is_not_judged(say, event):
    event.attempt.enrolment.attempts.update(state="started", ended_at=None)
    say()
    assert not Denial.objects.exists()
