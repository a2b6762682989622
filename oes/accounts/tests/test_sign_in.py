import re

import pyotp
import pytest
from django.test import Client
from django.urls import reverse

from conftest import PASSWORD
from oes.accounts import second_factor
from oes.accounts.models import ENTRANCES, RoleGrant
from oes.accounts.services import password_path

HINT = "this account has no entrance there"
GENERIC = "The system, the login or the password is not right."
ADDRESS = "/sign-in/"
NEW = "a much better phrase"


def enter(client, login, password=PASSWORD, *, system="", **more):
    return client.post(ADDRESS, {"username": login, "password": password, "system": system, **more})


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


def test_it_shows_the_form_of_the_guide(client, organisation):
    page = client.get(ADDRESS).content.decode()
    for words in ("Authorisation", "Choose the system", "Login", "Enter", "Forgot the password?"):
        assert words in page
    assert [page.index(f'value="{role}"') for role in ENTRANCES] == sorted(
        page.index(f'value="{role}"') for role in ENTRANCES
    )
    assert 'type="password"' in page


def test_the_administration_enters_and_the_system_is_remembered(client, admin):
    answer = enter(client, "admin", system="administration")
    assert answer.url == "/"
    assert client.get("/").url == "/students/"
    client.post(reverse("accounts:sign_out"))
    page = client.get(ADDRESS).content.decode()
    assert re.search(r'value="administration"[^>]*checked', page)


def test_a_student_enters_and_the_first_sign_in_is_noted_once(client, aigerim):
    assert aigerim.authorised_at is None
    enter(client, "aigerim", system="student")
    assert client.get("/").url == "/exams/"
    aigerim.refresh_from_db()
    first = aigerim.authorised_at
    assert first is not None
    enter(Client(), "aigerim", system="student")
    aigerim.refresh_from_db()
    assert aigerim.authorised_at == first


def test_a_wrong_password_tells_nothing(client, admin):
    for login in ("admin", "nobody"):
        page = enter(client, login, "wrong", system="student").content.decode()
        assert GENERIC in page
        assert HINT not in page


def test_a_wrong_system_is_hinted_at_after_a_right_password_only(client, admin):
    page = enter(client, "admin", system="student").content.decode()
    assert GENERIC in page
    assert HINT in page
    assert "_auth_user_id" not in client.session


def test_the_choice_is_asked_for(client, admin):
    assert "Choose the system that you want to enter." in enter(client, "admin").content.decode()


def test_a_deep_link_skips_the_choice(client, aigerim):
    page = client.get(ADDRESS, {"system": "student"}).content.decode()
    assert 'type="radio"' not in page
    assert '<input type="hidden" name="system" value="student">' in page
    assert 'type="radio"' in client.get(ADDRESS, {"system": "<b>"}).content.decode()


def test_a_next_page_skips_the_choice_and_is_opened(client, admin):
    assert 'type="radio"' not in client.get(ADDRESS, {"next": "/manage/exams/"}).content.decode()
    assert enter(client, "admin", next="/manage/exams/").url == "/manage/exams/"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_it_never_leads_to_another_site(client, admin, elsewhere):
    assert enter(client, "admin", system="administration", next=elsewhere).url == "/"


def test_the_session_key_changes(client, admin):
    client.get(ADDRESS)
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    enter(client, "admin", system="administration")
    assert client.session.session_key != before


def test_people_of_another_organisation_stay_outside(client, organisation, outsider, settings):
    settings.ALLOWED_HOSTS = ["*"]
    assert GENERIC in enter(client, "outsider", system="administration").content.decode()
    there = Client(SERVER_NAME="elsewhere.example")
    answer = there.post(ADDRESS, {"username": "outsider", "password": PASSWORD, "system": "administration"})
    assert answer.status_code == 302


def test_a_session_of_another_organisation_opens_nothing(signed_in, organisation, outsider):
    client = signed_in(outsider)
    assert client.get("/").url == ADDRESS
    assert client.get(ADDRESS).status_code == 200


def test_too_many_wrong_passwords_close_the_login_for_a_while(client, admin, settings):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = enter(client, "admin", "wrong", system="administration")
    assert answer.status_code == 429
    assert answer["Retry-After"] == "900"
    assert "15 minutes" in answer.content.decode()
    assert enter(client, "admin", system="administration").status_code == 429
    assert enter(client, "somebody", "wrong", system="student").status_code == 200


def test_a_disabled_account_stays_outside(client, admin):
    admin.is_active = False
    admin.save()
    assert GENERIC in enter(client, "admin", system="administration").content.decode()


def test_somebody_with_two_roles_comes_home_by_the_chosen_one(client, admin):
    RoleGrant.objects.create(user=admin, role="commission")
    enter(client, "admin", system="commission")
    assert client.get("/").url == reverse("appeals:cases")


def test_roles_without_pages_get_an_honest_one(signed_in, proctor):
    page = signed_in(proctor).get("/").content.decode()
    assert "nothing to watch here yet" in page


def test_signing_out_needs_a_post(signed_in, admin):
    client = signed_in(admin)
    assert client.get(reverse("accounts:sign_out")).status_code == 405
    answer = client.post(reverse("accounts:sign_out"))
    assert (answer.url, answer["Clear-Site-Data"]) == (ADDRESS, '"cache"')
    assert "_auth_user_id" not in client.session


def test_a_stranger_may_choose_the_language_and_it_is_remembered(client, organisation):
    answer = client.post("/i18n/setlang/", {"language": "kk", "next": "//evil.example/"})
    assert answer.url == "/"
    assert client.cookies["django_language"].value == "kk"
    assert '<html lang="kk">' in client.get(ADDRESS).content.decode()


def test_russian_is_the_default(client, organisation, settings):
    settings.LANGUAGE_CODE = "ru"
    assert '<html lang="ru">' in client.get(ADDRESS).content.decode()


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_the_second_step_never_leads_to_another_site_either(client, admin, elsewhere):
    row = second_factor.begin(user=admin)
    papers = second_factor.confirm(row=row, code=pyotp.TOTP(second_factor.secret_of(row)).now())
    enter(client, "admin", system="administration", next=elsewhere)
    assert client.post("/sign-in/code/", {"code": papers[0]}).url == "/"


def test_a_mailed_link_opens_no_account_that_has_a_second_factor(client, admin):
    row = second_factor.begin(user=admin)
    second_factor.confirm(row=row, code=pyotp.TOTP(second_factor.secret_of(row)).now())
    page = client.get(password_path(admin), follow=True)
    client.post(page.redirect_chain[-1][0], {"new_password1": NEW, "new_password2": NEW})
    assert "_auth_user_id" not in client.session
    assert enter(client, "admin", NEW, system="administration").url == "/sign-in/code/"


def test_a_registrar_enters_through_the_administration(client, registrar):
    assert enter(client, "registrar", system="proctor").status_code == 200
    assert enter(client, "registrar", system="administration").status_code == 302
    registrar.refresh_from_db()
    assert (client.session["entrance"], bool(registrar.language)) == ("administration", True)
