"""A mail server that fails as it is told, and notices that wait for it."""

import pytest
from django.core.mail.backends.base import BaseEmailBackend

from oes.notices.services import notify


class Server(BaseEmailBackend):
    """What `behaves` says happens, first to the first try of sending, and so on; then mails are taken."""

    behaves: list[Exception] = []
    taken: list = []
    is_away = False

    def open(self):
        if self.is_away:
            raise ConnectionRefusedError("nobody answers")

    def send_messages(self, messages):
        if self.behaves:
            raise self.behaves.pop(0)
        self.taken.extend(messages)
        return len(messages)


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = f"{Server.__module__}.Server"
    settings.OES_MAIL_NOTICES = True
    settings.OES_PUBLIC_URL = "https://exam.example.kz"
    Server.behaves, Server.taken, Server.is_away = [], [], False
    return Server


@pytest.fixture
def told(aigerim):
    """Return a function: tell aigerim, or others, something."""

    def tell(*users, **more):
        return notify(users=users or [aigerim.user], kind="tried", title="Exam", text="It begins.", **more)

    return tell
