"""The worker's stage that mails."""

from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused, SMTPServerDisconnected

import pytest
from django.utils import timezone

from oes.domain.mailing import PAUSES
from oes.notices.mails import _taken, mail_next
from oes.notices.models import Notice
from oes.notices.services import choose_mails


def later(**fields):
    """Let every pause be over."""
    Notice.objects.update(next_try_at=timezone.now() - timedelta(seconds=1), **fields)


def test_it_leaves_once(server, told):
    (row,) = told(path="/exams/")
    assert mail_next()
    (mail,) = server.taken
    assert (mail.to, mail.subject) == (["aigerim@example.org"], "Taraz University: Exam")
    assert mail.body.startswith("It begins.\nhttps://exam.example.kz/exams/\n")
    assert mail.extra_headers["Message-ID"] == f"<{row.uuid}@localhost>"
    later()
    assert not mail_next()
    assert len(server.taken) == 1


def test_what_the_server_lost_is_sent_again_under_the_same_name(server, told):
    told()
    server.behaves = [SMTPServerDisconnected("Connection unexpectedly closed")]
    assert not mail_next()
    row = Notice.objects.get()
    assert (row.mailed_at, row.mail_tries, row.mail_error) == (None, 1, "Connection unexpectedly closed")
    assert not mail_next(), "not before the pause is over"
    later()
    assert mail_next()
    row.refresh_from_db()
    assert (len(server.taken), row.mail_error) == (1, "")
    assert row.mailed_at


def test_two_workers_that_see_the_same_mail_send_one(server, told):
    (row,) = told()
    assert [len(_taken([row.pk])) for _ in range(2)] == [1, 0]


def test_a_worker_that_dies_leaves_it_to_the_next(server, told):
    told()
    server.behaves = [KeyboardInterrupt()]
    with pytest.raises(KeyboardInterrupt):
        mail_next()
    assert not mail_next()
    later()
    assert mail_next()
    assert len(server.taken) == 1


def test_a_server_that_is_away_costs_no_try(server, told):
    told()
    server.is_away = True
    assert not mail_next()
    assert Notice.objects.get().mail_tries == 0


def test_an_address_that_is_not_there_is_noted_and_the_others_are_served(server, told, aigerim, daniyar):
    told(aigerim.user, daniyar.user)
    server.behaves = [SMTPRecipientsRefused({"aigerim@example.org": (550, b"5.1.1 No such user")})]
    mail_next()
    first, second = Notice.objects.order_by("pk")
    assert (first.mail_error, first.mail_refused_at is None, second.mailed_at is None) == (
        "550 5.1.1 No such user", False, False,
    )  # fmt: skip
    later()
    assert not mail_next()


@pytest.mark.parametrize(
    ("error", "is_over"),
    [
        (SMTPRecipientsRefused({"a": (451, b"greylisted")}), False),
        (SMTPDataError(554, b"spam"), True),
        (SMTPSenderRefused(553, b"not you", "oes@localhost"), False),
        (ValueError("not an address"), True),
    ],
)
def test_it_gives_up_only_what_never_can_be_taken(server, told, error, is_over):
    told()
    server.behaves = [error]
    mail_next()
    assert (Notice.objects.get().mail_refused_at is not None) is is_over


def test_it_gives_up_in_the_end(server, told):
    told()
    server.behaves = [SMTPDataError(451, b"later")]
    later(mail_tries=len(PAUSES))
    mail_next()
    assert Notice.objects.get().mail_refused_at


def test_who_has_left_is_not_written_to(server, told, aigerim):
    told()
    aigerim.user.is_active = False
    aigerim.user.save()
    assert not mail_next()


def test_an_institution_with_an_address_of_its_own_has_its_links_there(server, told, organisation, settings):
    organisation.host, settings.OES_HTTPS = "exam.taraz.example", True
    organisation.save()
    told(path="/exams/")
    mail_next()
    assert "\nhttps://exam.taraz.example/exams/\n" in server.taken[0].body


def test_the_staff_get_one_mail_a_day(server, told, admin, proctor):
    told(admin, proctor)
    told(admin)
    assert not mail_next(), "not before the morning"
    later()
    assert mail_next()
    of_admin, of_proctor = sorted(server.taken, key=lambda mail: mail.to)
    assert (of_admin.to, of_admin.body.count("It begins.")) == (["admin@example.org"], 2)
    assert of_proctor.body.count("It begins.") == 1
    later()
    assert not mail_next()


def test_what_is_urgent_does_not_wait_for_the_morning(server, told, admin):
    told(admin, urgent=True)
    assert mail_next()


@pytest.mark.parametrize(("use", "mails"), [("daily", 0), ("at_once", 1), ("page", 0)])
def test_the_staff_choose(server, told, admin, use, mails):
    choose_mails(user=admin, use=use)
    told(admin)
    mail_next()
    assert len(server.taken) == mails
    assert Notice.objects.get().mail_wanted is (use != "page")


def test_it_asks_little_of_the_database(told, aigerim, daniyar, admin, proctor, django_assert_num_queries):
    people = [type(user).objects.get(pk=user.pk) for user in (aigerim.user, daniyar.user, admin, proctor)]
    with django_assert_num_queries(4):
        told(*people)
