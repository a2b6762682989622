"""The student's signed record and the administrator's page of keys; the command beside it."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from oes.attempts.services import end_attempt
from oes.evidence import receipts, services
from oes.evidence.models import SigningKey
from oes.evidence.queries import newest_head
from oes.journal import services as journal


@pytest.fixture
def ended(attempt):
    return end_attempt(attempt=attempt, source="student")


@pytest.fixture
def address(ended) -> str:
    return f"/attempts/{ended.uuid}/receipt/"


def test_the_student_sees_the_signed_head(signed_in, aigerim, ended, address):
    page = signed_in(aigerim)
    assert page.get(address).context["record"] is None
    services.sign_next()
    head = newest_head(ended.uuid)
    told = page.get(address).content.decode()
    assert head.head in told
    assert receipts.in_groups(head.key.fingerprint) in told
    assert head.signature in told
    assert "<svg" in told
    journal.append(subject=ended.uuid, action="recording_viewed")
    assert page.get(address).context["record"].newer_links == 1


def test_nobody_else_sees_it(signed_in, daniyar, admin, proctor, outsider, address):
    assert Client().get(address).status_code == 302
    assert signed_in(daniyar).get(address).status_code == 404
    assert [signed_in(who).get(address).status_code for who in (admin, proctor, outsider)] == [403] * 3


def test_there_is_none_while_the_exam_runs(signed_in, aigerim, attempt):
    told = signed_in(aigerim).get(f"/attempts/{attempt.uuid}/receipt/")
    assert (told.status_code, told.context["record"]) == (200, None)


def test_the_home_page_leads_to_it(signed_in, aigerim, address):
    assert f'href="{address}"' in signed_in(aigerim).get("/exams/").content.decode()


def test_the_administration_makes_and_sees_the_keys(signed_in, admin, organisation):
    page = signed_in(admin)
    assert page.get("/manage/signing-keys/").status_code == 200
    assert page.post("/manage/signing-keys/").status_code == 302
    old = SigningKey.objects.get()
    page.post("/manage/signing-keys/")
    services.rotate_key(organisation=organisation)
    told = page.get("/manage/signing-keys/").content.decode()
    assert SigningKey.objects.count() == 2
    assert all(receipts.in_groups(key.fingerprint) in told for key in (old, SigningKey.objects.get(retired_at=None)))


def test_keys_are_for_the_own_administration(signed_in, organisation, aigerim, proctor, outsider):
    services.active_key(organisation=organisation)
    assert Client().get("/manage/signing-keys/").status_code == 302
    for who in (aigerim, proctor, outsider):
        assert signed_in(who).post("/manage/signing-keys/").status_code == 403


def test_the_command_lists_and_rotates(organisation, capsys):
    call_command("signing_keys", "list")
    assert "no key yet" in capsys.readouterr().out
    call_command("signing_keys", "rotate")
    call_command("signing_keys", "rotate")
    out = capsys.readouterr().out.splitlines()
    assert len(out) == 3
    assert "signs now" in out[1]
    assert "retired" in out[2]
    assert out[0].startswith(SigningKey.objects.earliest("pk").fingerprint)
    with pytest.raises(CommandError):
        call_command("signing_keys", "list", "--host", "nowhere.example")


def test_the_text_of_the_code_can_be_read_again(ended):
    services.sign_next()
    head = newest_head(ended.uuid)
    read = receipts.read_text(f" {receipts.text_of(head)[:60]}\n{receipts.text_of(head)[60:].lower()}")
    assert (read.subject, read.length, read.head, read.fingerprint) == (
        ended.uuid, head.length, head.head, head.key.fingerprint,
    )  # fmt: skip


@pytest.mark.parametrize("text", ["", "OES1", "OES2:x", "OES1:" + "-" * 36 + ":1:" + "A" * 64 + ":" + "B" * 64])
def test_what_is_no_code_is_none(text):
    assert receipts.read_text(text) is None
