"""The report by e-mail: only to domains that the rules name, with the PDF, in the journal (G18)."""

from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.urls import reverse

from oes.domain.policy import Policy
from oes.exams.services import add_policy
from oes.journal.models import Entry


@pytest.fixture
def send(english_client, judged):
    def post(to="dean@uni.example", note=""):
        return english_client.post(reverse("reports:photo_mail", args=(judged.uuid,)), {"to": to, "note": note})

    return post


def actions(attempt) -> list[str]:
    return list(Entry.objects.filter(chain__subject=attempt.uuid).values_list("action", flat=True))


def test_it_sends_the_pdf_with_the_note_and_keeps_the_address(send, allowed, judged, admin):
    assert send(note="Please look at 10:25").status_code == 302
    (message,) = mail.outbox
    name, body, kind = message.attachments[0]
    assert (message.to, kind) == (["dean@uni.example"], "application/pdf")
    assert name.endswith(".pdf")
    assert body.startswith(b"%PDF-")
    assert "Please look at 10:25" in message.body
    entry = Entry.objects.get(chain__subject=judged.uuid, action="photo_report_mailed")
    assert (entry.actor, entry.content["to"]) == (admin.uuid, "dean@uni.example")


@pytest.mark.parametrize(
    "to", ["a@evil.example", "a@sub.uni.example", "a@uni.example.evil.example", "dean@uni.example\nbcc: x@y", "", "x"]
)
def test_other_addresses_are_refused_with_a_reason(send, allowed, to, judged):
    answer = send(to=to)
    assert answer.status_code == 422
    assert not mail.outbox
    assert "photo_report_mailed" not in actions(judged)


def test_the_domain_is_compared_in_any_letter_case(send, allowed):
    send(to="Dean@UNI.Example")
    assert len(mail.outbox) == 1


def test_without_domains_none_is_allowed_and_the_page_says_so(send, english_client, judged):
    assert send().status_code == 422
    shown = english_client.get(reverse("reports:photo", args=(judged.uuid,))).content.decode()
    assert "The rules allow no address yet" in shown


def test_a_domain_taken_off_the_list_stops_at_once(send, allowed, organisation):
    add_policy(organisation=organisation, policy=Policy())
    assert send().status_code == 422


@pytest.mark.parametrize("failure", [SMTPServerDisconnected("gone"), ConnectionRefusedError(), TimeoutError()])
def test_a_mail_server_that_fails_gives_a_sentence(send, allowed, judged, monkeypatch, failure):
    def refuse(self, messages):
        raise failure

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    answer = send()
    assert answer.status_code == 502
    assert "did not take the message" in answer.content.decode()
    assert "photo_report_mail_failed" in actions(judged)


def test_a_name_with_a_line_break_cannot_add_headers(send, allowed, aigerim):
    aigerim.full_name = "Айгерім\nBcc: x@evil.example"
    aigerim.save()
    send()
    assert "\n" not in mail.outbox[0].subject
    assert mail.outbox[0].recipients() == ["dean@uni.example"]
