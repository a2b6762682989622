"""Mails that no server took, and sending them again."""

import pytest
from django.utils import timezone

from oes.notices.models import Notice
from oes.notices.services import notify


@pytest.fixture
def refused(aigerim):
    (row,) = notify(users=[aigerim.user], kind="tried", title="Exam", text="b")
    Notice.objects.update(mail_refused_at=timezone.now(), mail_error="550 No such user", mail_tries=1)
    return row


def test_the_registrar_sees_them_and_sends_them_again(refused, registrar, signed_in):
    client = signed_in(registrar)
    page = client.get("/manage/staff/mails/").content.decode()
    assert "550 No such user" in page
    for _ in range(2):
        client.post(f"/manage/staff/mails/{refused.uuid}/send/")
    refused.refresh_from_db()
    assert (refused.mail_refused_at, refused.mail_tries) == (None, 0)
    assert "550" not in client.get("/manage/staff/mails/").content.decode()


def test_a_mail_that_was_taken_is_not_sent_again(refused, registrar, signed_in):
    Notice.objects.update(mailed_at=timezone.now())
    signed_in(registrar).post(f"/manage/staff/mails/{refused.uuid}/send/")
    refused.refresh_from_db()
    assert refused.mail_refused_at
