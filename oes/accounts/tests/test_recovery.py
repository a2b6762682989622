import re
import smtplib
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from conftest import PASSWORD, make_user
from oes.accounts import services
from oes.accounts.models import RecoveryRequest

ADDRESS = "/recover/"
NEW = "quite another battery"


@pytest.fixture(autouse=True)
def _english_and_at_once(settings, monkeypatch):
    """The mail goes out on the test's own thread."""
    settings.LANGUAGE_CODE = "en"
    monkeypatch.setattr(threading.Thread, "start", lambda self: self.run())


def link_in(message) -> str:
    return re.search(r"http://testserver(/recover/\S+)", message.body)[1]


def test_one_mail_lists_every_login_of_the_address(client, organisation, admin):
    second = make_user(organisation, "second", "teacher")
    second.email = admin.email
    second.save()
    assert client.post(ADDRESS, {"email": "Admin@Example.org"}).url == "/recover/sent/"
    (message,) = mail.outbox
    assert message.to == ["admin@example.org"]
    assert "Login: admin" in message.body
    assert "Login: second" in message.body
    assert len(re.findall(r"http://testserver/recover/", message.body)) == 2


def test_an_unknown_address_gets_the_same_answer(client, admin, outsider):
    known = client.post(ADDRESS, {"email": "admin@example.org"})
    mail.outbox.clear()
    for email in ("nobody@example.org", "outsider@example.org"):
        answer = client.post(ADDRESS, {"email": email})
        assert (answer.status_code, answer.url) == (known.status_code, known.url)
    assert mail.outbox == []


def test_the_mail_is_in_the_language_of_the_page(client, admin):
    client.post("/i18n/setlang/", {"language": "kk"})
    seen = []
    real = services.render_to_string

    def spy(name, context):
        from django.utils.translation import get_language

        seen.append(get_language())
        return real(name, context)

    services.render_to_string = spy
    try:
        client.post(ADDRESS, {"email": "admin@example.org"})
    finally:
        services.render_to_string = real
    assert seen == ["kk"]


def test_the_link_sets_a_password_once(client, admin):
    client.post(ADDRESS, {"email": "admin@example.org"})
    link = link_in(mail.outbox[0])
    form = client.get(link)
    assert "set-password" in form.url  # the token leaves the address
    assert client.post(form.url, {"new_password1": NEW, "new_password2": NEW}).url == "/recover/done/"
    admin.refresh_from_db()
    assert admin.check_password(NEW)
    assert "works no more" in Client().get(link).content.decode()


def test_the_link_holds_for_an_hour(client, admin, settings):
    client.post(ADDRESS, {"email": "admin@example.org"})
    assert settings.PASSWORD_RESET_TIMEOUT == 3600
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "works no more" in client.get(link_in(mail.outbox[0])).content.decode()


def test_the_link_of_another_organisation_is_refused(client, organisation, outsider):
    path = services.password_path(outsider)
    assert "works no more" in client.get(path).content.decode()


def test_a_weak_password_is_refused(client, admin):
    form = client.get(services.password_path(admin), follow=True)
    page = client.post(form.request["PATH_INFO"], {"new_password1": "12345678", "new_password2": "12345678"})
    assert page.status_code == 200
    admin.refresh_from_db()
    assert admin.check_password(PASSWORD)


def test_an_address_gets_few_mails_an_hour(client, admin):
    for _ in range(services.MAILS_PER_ADDRESS + 2):
        assert client.post(ADDRESS, {"email": "admin@example.org"}).url == "/recover/sent/"
    assert len(mail.outbox) == services.MAILS_PER_ADDRESS
    RecoveryRequest.objects.update(at=timezone.now() - timedelta(hours=2))
    client.post(ADDRESS, {"email": "admin@example.org"})
    assert len(mail.outbox) == services.MAILS_PER_ADDRESS + 1
    assert RecoveryRequest.objects.count() == 1


def test_an_ip_address_that_asks_too_often_has_to_wait(client, organisation):
    for place in range(services.REQUESTS_PER_IP):
        client.post(ADDRESS, {"email": f"p{place}@example.org"})
    answer = client.post(ADDRESS, {"email": "one@example.org"})
    assert answer.status_code == 429
    assert answer["Retry-After"] == "3600"


def test_a_mail_server_that_is_down_changes_no_answer(client, admin, monkeypatch):
    def fail(self, fail_silently=False):
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
    assert client.post(ADDRESS, {"email": "admin@example.org"}).url == "/recover/sent/"


def test_a_bad_address_is_named(client, organisation):
    assert "errors" in client.post(ADDRESS, {"email": "not an address"}).content.decode()
