"""The stage against a mail server that speaks SMTP."""

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from bench.processes import free_port
from oes.notices.mails import mail_next
from oes.notices.models import Notice
from oes.notices.services import notify

LOSE = "lose"


class Handler:
    """Answers what it is told, one answer a mail; LOSE: hangs up when it has the mail, without a word."""

    def __init__(self):
        self.answers, self.taken = [], []

    async def handle_DATA(self, server, session, envelope):
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer == LOSE:
            server.transport.close()
            return "250 never heard"
        if answer.startswith("250"):
            self.taken.append(envelope.content)
        return answer


@pytest.fixture
def handler(settings):
    made, port = Handler(), free_port()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.OES_MAIL_NOTICES = "127.0.0.1", port, True
    controller = Controller(made, hostname="127.0.0.1", port=port)
    controller.start()
    yield made
    controller.stop()


def test_a_mail_that_the_server_lost_or_put_off_arrives_once_and_a_refused_one_never(handler, aigerim, daniyar):
    notify(users=[aigerim.user], kind="tried", title="Бірінші", text="a")
    handler.answers = ["451 4.7.1 later", LOSE, "250 OK"]
    for _ in range(5):
        mail_next()
        Notice.objects.update(next_try_at=timezone.now())
    assert len(handler.taken) == 1
    notify(users=[daniyar.user], kind="tried", title="b", text="b")
    handler.answers = ["554 5.7.1 no"]
    for _ in range(3):
        mail_next()
        Notice.objects.update(next_try_at=timezone.now())
    refused = Notice.objects.get(user=daniyar.user)
    assert (len(handler.taken), refused.mail_tries, refused.mail_error) == (1, 1, "554 5.7.1 no")
