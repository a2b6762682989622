"""Tick and cross: kept with who, when and why; a later one stands above (G15). Releases of another attempt."""

import pytest
from django.urls import reverse

from oes.attempts.models import AttemptRelease
from oes.journal.models import Entry
from oes.review.models import Verdict
from tests.scenes import sit, start


@pytest.fixture
def attempt(aigerim, exam):
    return sit(aigerim, exam)


@pytest.fixture
def say(signed_in, admin, attempt):
    def post(honest="yes", reason="", who=admin, to=attempt, **more):
        address = reverse("review:verdicts", args=(to.uuid,))
        return signed_in(who).post(address, {"honest": honest, "reason": reason, **more})

    return post


def test_it_sends_strangers_to_the_sign_in(client, settings, attempt):
    settings.LOGIN_URL = "/sign-in/"
    assert client.post(reverse("review:verdicts", args=(attempt.uuid,))).url.startswith("/sign-in/")


@pytest.mark.parametrize("who", ["proctor", "aigerim", "outsider"])
def test_only_the_administration_judges(who, say, request):
    assert say(who=request.getfixturevalue(who)).status_code == 403
    assert not Verdict.objects.exists()


def test_a_verdict_is_asked_for_by_post_only(signed_in, admin, attempt):
    assert signed_in(admin).get(reverse("review:verdicts", args=(attempt.uuid,))).status_code == 405


def test_it_keeps_who_when_and_why_in_row_and_journal(say, admin, attempt):
    assert say("no", "phone in hand").status_code == 302
    verdict = Verdict.objects.get()
    assert (verdict.honest, verdict.reason, verdict.by, verdict.released_at) == (False, "phone in hand", admin, None)
    entry = Entry.objects.get(chain__subject=attempt.uuid, action="verdict_recorded")
    assert (entry.actor, entry.content["verdict"]) == (admin.uuid, str(verdict.uuid))
    assert "phone" not in str(entry.content)


def test_a_later_verdict_stands_above_and_the_earlier_one_stays(say, attempt):
    say("no")
    say("yes")
    assert [verdict.honest for verdict in attempt.verdicts.all()] == [True, False]


def test_a_double_click_leaves_one_verdict(say):
    say("no")
    say("no")
    assert Verdict.objects.count() == 1


def test_the_machines_trust_stays_as_it_is(say, attempt):
    before = attempt.trust.percent
    say("no")
    attempt.trust.refresh_from_db()
    assert attempt.trust.percent == before


def test_a_running_attempt_takes_no_verdict(say, daniyar, exam):
    say(to=start(daniyar, exam))
    assert not Verdict.objects.exists()


@pytest.mark.parametrize("honest", ["", "maybe"])
def test_nonsense_is_no_verdict(say, honest):
    assert say(honest).status_code == 302
    assert not Verdict.objects.exists()


def test_it_goes_back_to_the_page_that_asked_but_never_to_another_site(say, attempt):
    assert say(next="/attempts/x/detailed/").url == "/attempts/x/detailed/"
    card = reverse("review:card", args=(attempt.enrolment.student.uuid,))
    assert say("no", next="https://evil.example/").url == card
    assert say("no", next="nonsense").url == card


def test_another_attempt_is_released_once_with_a_reason(signed_in, admin, attempt):
    client, address = signed_in(admin), reverse("review:releases", args=(attempt.uuid,))
    client.post(address, {"reason": ""})
    assert not AttemptRelease.objects.exists()
    client.post(address, {"reason": "power cut"})
    client.post(address, {"reason": "power cut"})
    assert AttemptRelease.objects.get().reason == "power cut"
    attempt.enrolment.refresh_from_db()
    assert attempt.enrolment.extra_attempts == 1


@pytest.mark.parametrize("who", ["proctor", "aigerim", "outsider"])
def test_only_the_administration_releases(who, signed_in, request, attempt):
    address = reverse("review:releases", args=(attempt.uuid,))
    assert signed_in(request.getfixturevalue(who)).post(address, {"reason": "x"}).status_code == 403
