"""The own account: a new password, and sign-ins on other computers."""

import time

import pytest

from conftest import PASSWORD
from oes.accounts.tests.test_second_factor import actions, is_in


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


def test_a_new_password_ends_the_other_sign_ins_only(signed_in, admin):
    client, other = signed_in(admin), signed_in(admin)
    new = "a much better phrase"
    wrong = {"old_password": "wrong", "new_password1": new, "new_password2": new}
    assert client.post("/account/password/", wrong).status_code == 200
    assert client.post("/account/password/", wrong | {"old_password": PASSWORD}).url == "/account/"
    assert (is_in(client), is_in(other)) == (True, False)
    assert "password_changed" in actions()


def test_guessing_the_old_password_is_throttled(signed_in, admin, settings):
    client = signed_in(admin)
    told = {"old_password": "wrong", "new_password1": "x", "new_password2": "x"}
    answers = [client.post("/account/password/", told).status_code for _ in range(settings.AXES_FAILURE_LIMIT + 1)]
    assert answers[-1] == 429


def test_signing_out_everywhere_else(signed_in, admin):
    client, other = signed_in(admin), signed_in(admin)
    client.post("/account/sign-ins/end/")
    assert (is_in(client), is_in(other)) == (True, False)


def test_closing_an_account_ends_its_sign_ins(signed_in, admin):
    client = signed_in(admin)
    assert is_in(client)
    admin.is_active = False
    admin.save()
    assert not is_in(client)


def test_a_sign_in_of_the_staff_ends_when_nobody_uses_it(signed_in, admin, aigerim, monkeypatch):
    client, student = signed_in(admin), signed_in(aigerim)
    now = time.time()
    for hours in (1.9, 3.8):  # each request counts
        monkeypatch.setattr("time.time", lambda hours=hours: now + hours * 3600)
        assert client.get("/manage/exams/").status_code == 200
    monkeypatch.setattr("time.time", lambda: now + 5.9 * 3600)
    assert client.get("/manage/exams/?q=x").url == "/sign-in/?next=/manage/exams/%3Fq%3Dx"
    assert client.get("/manage/exams/").status_code == 302
    assert student.get("/exams/").status_code == 200
