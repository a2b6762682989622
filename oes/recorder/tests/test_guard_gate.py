"""What the student reads of the guard, and when the page hears of it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from oes.attempts.services import mint_token, open_attempt
from oes.domain.policy import Policy
from oes.exams.services import add_policy
from oes.recordings.models import ClientEvent
from oes.recordings.services import ToldEvent, open_run, record_events


@pytest.fixture
def page(signed_in, aigerim, settings):
    settings.LANGUAGE_CODE = "en"
    return signed_in(aigerim)


def use(organisation, guard: str) -> None:
    add_policy(organisation=organisation, policy=Policy(guard=guard))


def test_the_consent_names_the_guard_where_it_is_used(page, enrolment, organisation):
    address = reverse("recorder:consent", args=[enrolment.exam.uuid])
    assert "With the guard" not in page.get(address).content.decode()
    use(organisation, "optional")
    shown = page.get(address).content.decode()
    assert "With the guard, a small program that you start yourself" in shown
    assert "+guard" in shown, "the version that is kept with the answer says so too"


@pytest.mark.parametrize("guard", ["off", "optional", "required"])
def test_the_device_check_has_a_line_for_it_only_where_it_is_used(page, enrolment, organisation, settings, guard):
    use(organisation, guard)
    settings.OES_GUARD_URL = "https://files.example.kz/guard"
    attempt = open_attempt(enrolment=enrolment, text_version="1", language="kk", user_agent="")
    shown = page.get(reverse("recorder:attempt", args=[attempt.uuid])).content.decode()
    assert ('id="fact-guard"' in shown) == (guard != "off")
    assert ('href="https://files.example.kz/guard"' in shown) == (guard != "off")
    assert f'"guard": "{guard}"' in shown


def test_the_poll_tells_whether_the_guard_still_reports(client, enrolment, organisation):
    use(organisation, "optional")
    attempt = open_attempt(enrolment=enrolment, text_version="1", language="kk", user_agent="")
    run = open_run(attempt=attempt, take_over=False, user_agent="")
    token = mint_token(attempt=attempt, use="upload", lifetime=timedelta(hours=1))

    def state() -> str:
        address = f"/api/v1/attempts/{attempt.uuid}/state?run_key={run.key}"
        return client.get(address, headers={"Authorization": f"Bearer {token}"}).json()["guard"]

    assert state() == "absent"
    told = [ToldEvent(0, "heartbeat", 0.0)]
    record_events(attempt=attempt, source=ClientEvent.Source.GUARD, page=run.key, events=told)
    assert state() == "alive"
    ClientEvent.objects.update(received_at=timezone.now() - timedelta(seconds=31))
    assert state() == "silent"


def test_rules_without_a_guard_say_nothing_of_it(client, attempt):
    run = open_run(attempt=attempt, take_over=False, user_agent="")
    token = mint_token(attempt=attempt, use="upload", lifetime=timedelta(hours=1))
    address = f"/api/v1/attempts/{attempt.uuid}/state?run_key={run.key}"
    assert client.get(address, headers={"Authorization": f"Bearer {token}"}).json()["guard"] is None
