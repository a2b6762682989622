"""Who gets a token for the extension, and what it says of the exam."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from oes.attempts.models import AccessToken
from oes.attempts.services import end_attempt, mint_token, open_attempt, ready_attempt, start_attempt
from oes.domain.policy import Policy, ProgramUse
from oes.exams.models import Exam
from oes.exams.services import add_policy
from oes.integrations.extension.origins import is_extension
from oes.journal.models import Entry
from oes.lib.extensions import chromium_ids, key_folder

ID = "abcdefghijklmnopabcdefghijklmnop"


@pytest.fixture
def running(enrolment, settings):
    settings.OES_EXTENSION_IDS = [ID]
    rules = Policy(extension=ProgramUse.REQUIRED, exam_hosts=("login.example.kz",))
    add_policy(organisation=enrolment.exam.organisation, policy=rules)
    opened = open_attempt(enrolment=enrolment, text_version="1", language="kk", user_agent="")
    return start_attempt(attempt=ready_attempt(attempt=opened, tier="A"))


def ask(attempt, origin: object, *, use: str = "upload"):
    token = mint_token(attempt=attempt, use=use, lifetime=timedelta(hours=1))
    headers = {"Authorization": f"Bearer {token}"}
    address = f"/api/v1/attempts/{attempt.uuid}/extension"
    return Client().post(address, json.dumps({"origin": origin}), content_type="application/json", headers=headers)


def test_the_page_gets_a_token_that_ends_with_the_exam(running):
    answer = ask(running, f"chrome-extension://{ID}").json()
    assert answer["hosts"] == ["127.0.0.1:9", "login.example.kz"]
    row = AccessToken.objects.get(use="extension")
    assert row.extension_origin.origin == f"chrome-extension://{ID}"
    assert row.expires_at - running.enrolment.exam.closes_at == pytest.approx(
        timedelta(minutes=10), abs=timedelta(0, 5)
    )
    assert answer["expires_in_seconds"] == pytest.approx((row.expires_at - timezone.now()).total_seconds(), abs=5)


def test_further_hosts_of_the_testing_system_are_the_exams_too(running):
    Exam.objects.filter(pk=running.enrolment.exam.pk).update(other_origins="https://quiz.example.kz")
    assert "quiz.example.kz" in ask(running, f"chrome-extension://{ID}").json()["hosts"]


def test_a_stranger_and_the_holder_of_another_token_get_none(running):
    address = f"/api/v1/attempts/{running.uuid}/extension"
    assert Client().post(address, "{}", content_type="application/json").status_code == 401
    assert ask(running, f"chrome-extension://{ID}", use="embed").status_code == 401
    assert not AccessToken.objects.filter(use="extension").exists()


@pytest.mark.parametrize(
    "origin", [None, 5, "", "https://oes.example.kz", "chrome-extension://" + "a" * 32, "moz-extension://x"]
)
def test_an_unknown_extension_gets_none(running, origin):
    answer = ask(running, origin)
    assert (answer.status_code, answer.json()["code"]) == (403, "wrong_origin")
    assert Entry.objects.filter(chain__subject=running.uuid, action="message_refused").count() == 1


def test_an_attempt_that_does_not_run_gets_none(running):
    end_attempt(attempt=running, source="student")
    running.refresh_from_db()
    assert ask(running, f"chrome-extension://{ID}").json()["code"] == "wrong_state"


def test_rules_without_the_extension_ask_for_none(attempt, settings):
    settings.OES_EXTENSION_IDS = [ID]
    assert ask(attempt, f"chrome-extension://{ID}").json()["code"] == "not_used"


def test_the_id_of_the_key_that_was_built_here_is_known_too(settings, tmp_path):
    settings.OES_DATA_DIR, settings.OES_EXTENSION_IDS = tmp_path, [ID]
    assert chromium_ids() == [ID]
    key_folder().mkdir()
    (key_folder() / "id").write_text("p" * 32 + "\n")
    assert chromium_ids() == [ID, "p" * 32]
    assert is_extension("chrome-extension://" + "p" * 32)
    assert not is_extension("chrome-extension://" + "o" * 32)
