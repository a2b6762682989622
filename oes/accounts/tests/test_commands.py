import io

import pytest
from django.core.management import CommandError, call_command

from oes.accounts.models import User


def create(monkeypatch, *args, password="correct horse battery"):
    monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
    call_command("create_user", *args, "--password-from-stdin", stdout=io.StringIO())


def test_it_creates_the_first_administrator(organisation, monkeypatch, client):
    create(monkeypatch, "boss", "--role", "administration", "--email", "boss@example.org")
    user = User.objects.get(username="boss")
    assert user.has_role("administration")
    assert user.check_password("correct horse battery")


@pytest.mark.parametrize(
    ("password", "email", "words"),
    [("12345", "boss@example.org", "short"), ("correct horse battery", "boss", "mail")],
)
def test_it_refuses_what_would_not_do(organisation, monkeypatch, settings, password, email, words):
    settings.LANGUAGE_CODE = "en"
    with pytest.raises(CommandError, match=words):
        create(monkeypatch, "boss", "--role", "administration", "--email", email, password=password)
    assert not User.objects.exists()


def test_it_refuses_a_login_that_is_taken(admin, monkeypatch):
    with pytest.raises(CommandError, match="already has the login"):
        create(monkeypatch, "admin", "--role", "proctor", "--email", "x@example.org")


def test_it_needs_an_organisation(db, monkeypatch):
    with pytest.raises(CommandError, match="create_organisation"):
        create(monkeypatch, "boss", "--role", "administration", "--email", "boss@example.org")


def test_a_time_zone_must_exist(db):
    with pytest.raises(CommandError, match="no time zone"):
        call_command("create_organisation", "X", "--time-zone", "Mars/Olympus")
