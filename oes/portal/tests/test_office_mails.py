"""The mail to the dean's office."""

from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone

from oes.notices.models import Notice
from oes.portal.models import OfficeMail
from oes.portal.office_mails import mail_next
from oes.portal.tests.test_applications import dean, faculty, send, subject

__all__ = ["dean", "faculty", "subject"]


@pytest.fixture
def letter(settings, aigerim, subject, dean):
    settings.OES_MAIL_NOTICES, settings.OES_PUBLIC_URL = True, "https://exam.example.kz"
    send(aigerim, subject)
    return OfficeMail.objects.get()


def fail_with(monkeypatch, error):
    def refuse(_self, fail_silently=False):
        raise error

    monkeypatch.setattr(EmailMessage, "send", refuse)


def later():
    OfficeMail.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))


def test_it_leaves_once_with_the_address_of_the_page(letter):
    assert mail_next()
    (sent,) = mail.outbox
    assert (
        sent.to == ["law@example.org"]
        and f"https://exam.example.kz/applications/{letter.application.uuid}/" in sent.body
    )
    assert sent.extra_headers["Message-ID"] == f"<{letter.uuid}@localhost>"
    later()
    assert not mail_next() and len(mail.outbox) == 1


def test_what_the_server_lost_is_sent_again(letter, monkeypatch):
    with monkeypatch.context() as patched:
        fail_with(patched, SMTPServerDisconnected("gone"))
        assert not mail_next()
    assert not mail_next(), "not before the pause is over"
    later()
    assert mail_next() and len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("error", "is_over"),
    [(SMTPRecipientsRefused({"law@example.org": (550, b"no such user")}), True), (SMTPDataError(451, b"later"), False)],
)
def test_only_a_final_refusal_ends_it(letter, registrar, monkeypatch, error, is_over):
    fail_with(monkeypatch, error)
    assert mail_next()
    letter.refresh_from_db()
    assert (letter.refused_at is not None) is is_over and letter.mailed_at is None
    told = Notice.objects.filter(user=registrar, kind="office_mail_refused", text__contains="no such user")
    assert told.exists() is is_over


def test_without_a_mail_server_it_waits(letter, settings):
    settings.OES_MAIL_NOTICES = False
    assert not mail_next() and not mail.outbox
