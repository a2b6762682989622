"""Students with an address get the signed head by mail, once."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone

from oes.attempts.models import Attempt
from oes.attempts.services import end_attempt
from oes.evidence import receipts, services
from oes.evidence.mails import mail_next
from oes.evidence.models import MailedReceipt
from oes.evidence.queries import newest_head
from oes.journal.models import Entry
from oes.violations.models import Trust


@pytest.fixture
def final(attempt, settings) -> Attempt:
    """An attempt that has ended, is judged for good and signed."""
    settings.OES_MAIL_RECEIPTS = True
    ended = end_attempt(attempt=attempt, source="student")
    Trust.objects.create(
        attempt=ended, state="too_short", coverage=1, counted_seconds=0, is_final=True, built_at=timezone.now()
    )
    services.sign_next()
    return ended


def test_the_student_is_written_to_once(final, aigerim):
    head = newest_head(final.uuid)
    assert mail_next()
    assert not mail_next()
    (message,) = mail.outbox
    assert message.to == [aigerim.user.email]
    assert receipts.text_of(head) in message.body
    assert head.signature in message.body
    assert message.attachments[0][1].startswith(b"\x89PNG")
    entry = Entry.objects.get(action="receipt_mailed")
    assert entry.content == {"length": head.length, "head": head.head}
    assert services.sign_next()


@pytest.mark.parametrize("change", ["off", "no_address", "not_final", "long_ago", "unsigned"])
def test_nobody_is_written_to_for_nothing(final, settings, aigerim, change):
    if change == "off":
        settings.OES_MAIL_RECEIPTS = False
    elif change == "no_address":
        aigerim.user.email = ""
        aigerim.user.save()
    elif change == "not_final":
        Trust.objects.update(is_final=False)
    elif change == "long_ago":
        Attempt.objects.update(ended_at=timezone.now() - timedelta(days=8))
    else:
        newest_head(final.uuid).delete()
    assert not mail_next()
    assert not mail.outbox


def test_a_mail_server_that_is_away_is_tried_again(final, monkeypatch):
    def away(self):
        raise SMTPServerDisconnected

    with monkeypatch.context() as broken:
        broken.setattr(EmailMessage, "send", away)
        assert not mail_next()
    assert not MailedReceipt.objects.exists()
    assert mail_next()
    assert len(mail.outbox) == 1


def test_an_address_that_is_refused_is_not_tried_again(final, monkeypatch):
    def refused(self):
        raise SMTPRecipientsRefused({})

    monkeypatch.setattr(EmailMessage, "send", refused)
    assert mail_next()
    assert not mail_next()
    assert not Entry.objects.filter(action="receipt_mailed").exists()
