"""Signing in with a second factor: set up, asked for, on paper, replayed, guessed, reset."""

from datetime import timedelta

import pyotp
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from conftest import PASSWORD, make_user
from oes.accounts import second_factor
from oes.accounts.models import Organisation, RecoveryCode, SecondFactor, User
from oes.journal.models import Entry
from oes.lib import keys

STEP = "/sign-in/code/"


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def clock(monkeypatch):
    """Stop the time, and return a function that moves it."""
    shift, start = timedelta(), timezone.now()

    def move(seconds: float) -> None:
        nonlocal shift
        shift += timedelta(seconds=seconds)

    monkeypatch.setattr(second_factor.timezone, "now", lambda: start + shift)
    return move


@pytest.fixture
def protected(admin, clock) -> tuple[User, str, list[str]]:
    """An administrator who has it, the secret, and the codes on paper."""
    row = second_factor.begin(user=admin)
    secret = second_factor.secret_of(row)
    papers = second_factor.confirm(row=row, code=code_of(secret))
    assert papers is not None
    clock(60)
    admin.refresh_from_db()
    return admin, secret, papers


def code_of(secret: str) -> str:
    return pyotp.TOTP(secret).at(second_factor.timezone.now())


def half(client: Client, **more: str) -> None:
    told = {"username": "admin", "password": PASSWORD, "system": "administration", **more}
    assert client.post("/sign-in/", told).url == STEP


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def actions() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("action", flat=True))


def test_the_password_alone_opens_nothing(client, protected):
    half(client)
    assert not is_in(client)
    assert "Second step" in client.get(STEP).content.decode()


def test_the_code_opens_and_leads_where_one_wanted_to_go(client, protected):
    _, secret, _ = protected
    half(client, next="/manage/exams/")
    assert client.post(STEP, {"code": code_of(secret)}).url == "/manage/exams/"
    assert is_in(client)
    assert client.cookies["oes_system"].value == "administration"


@pytest.mark.parametrize("spelled", ["{} {}", " {}{} ", "{}-{}"])
def test_spaces_do_not_matter_and_nonsense_is_refused(client, protected, spelled):
    code = code_of(protected[1])
    half(client)
    answer = client.post(STEP, {"code": spelled.format(code[:3], code[3:])})
    assert (answer.status_code == 302) is ("-" not in spelled)


def test_a_code_works_once(client, protected):
    _, secret, _ = protected
    half(client)
    code = code_of(secret)
    assert client.post(STEP, {"code": code}).status_code == 302
    again = Client()
    half(again)
    assert "used already" in again.post(STEP, {"code": code}).content.decode()
    assert not is_in(again)


def test_an_older_code_than_the_last_is_refused(client, protected, clock):
    _, secret, _ = protected
    before = code_of(secret)
    clock(30)
    half(client)
    assert client.post(STEP, {"code": code_of(secret)}).status_code == 302
    again = Client()
    half(again)
    assert again.post(STEP, {"code": before}).status_code == 200


@pytest.mark.parametrize(("late", "opens"), [(-30, True), (0, True), (30, True), (-90, False), (90, False)])
def test_telephones_may_be_half_a_minute_wrong(client, protected, clock, late, opens):
    code = pyotp.TOTP(protected[1]).at(second_factor.timezone.now() + timedelta(seconds=late))
    SecondFactor.objects.update(last_step=0)
    half(client)
    assert (client.post(STEP, {"code": code}).status_code == 302) is opens


def test_guessing_closes_the_account_for_a_while_on_all_computers(client, protected, clock):
    _, secret, papers = protected
    half(client)
    for number in range(second_factor.MOST_MISSES):
        assert client.post(STEP, {"code": f"00000{number}"}).status_code == 200
    other = Client()
    half(other)
    for code in (code_of(secret), papers[0]):
        answer = other.post(STEP, {"code": code})
        assert (answer.status_code, answer["Retry-After"]) == (429, "900")
    clock(second_factor.CLOSED_MINUTES * 60 + 1)
    half(other)
    assert other.post(STEP, {"code": code_of(secret)}).status_code == 302


def test_a_code_on_paper_opens_once(client, protected):
    _, _, papers = protected
    half(client)
    assert client.post(STEP, {"code": papers[3].upper()}).status_code == 302
    again = Client()
    half(again)
    assert again.post(STEP, {"code": papers[3]}).status_code == 200
    assert "recovery_code_used" in actions()
    assert RecoveryCode.objects.filter(used_at=None).count() == second_factor.PAPER_CODES - 1


def test_neither_secret_nor_papers_lie_in_the_database(protected):
    user, secret, papers = protected
    kept = repr([list(SecondFactor.objects.values()), list(RecoveryCode.objects.values())])
    assert secret not in kept
    assert not any(code in kept or code.replace("-", "") in kept for code in papers)
    assert secret.encode() not in bytes(SecondFactor.objects.get().sealed)
    SecondFactor.objects.update(user=make_user(user.organisation, "thief", "administration"))
    with pytest.raises(keys.NoKey):
        second_factor.secret_of(SecondFactor.objects.get())


def test_a_lost_key_leaves_the_codes_on_paper(client, protected):
    user, secret, papers = protected
    keys.shred(f"users-{user.uuid}")
    half(client)
    assert client.post(STEP, {"code": code_of(secret)}).status_code == 200
    assert client.post(STEP, {"code": papers[0]}).status_code == 302


def test_half_way_ends_after_minutes_and_with_the_password(client, protected, monkeypatch):
    user, secret, _ = protected
    half(client)
    user.set_password("another long phrase")
    user.save()
    assert client.post(STEP, {"code": code_of(secret)}).url == "/sign-in/"
    assert client.get(STEP).url == "/sign-in/"


def test_half_way_at_one_institution_is_nothing_at_another(client, protected, settings):
    settings.ALLOWED_HOSTS = ["*"]
    Organisation.objects.create(name="Elsewhere", host="elsewhere.example")
    half(client)
    assert client.get(STEP, headers={"host": "elsewhere.example"}).url == "/sign-in/"


def set_up(client: Client, user: User, **more: str):
    assert client.get("/account/second-factor/").status_code == 200
    code = code_of(second_factor.secret_of(SecondFactor.objects.get(user=user)))
    return client.post("/account/second-factor/", {"code": code, "password": PASSWORD, **more})


def test_setting_up_shows_the_papers_once_and_ends_other_sign_ins(signed_in, admin):
    client, other = signed_in(admin), signed_in(admin)
    page = client.get("/account/second-factor/").content.decode()
    assert "<svg" in page
    answer = set_up(client, admin)
    assert answer.content.decode().count("<code>") == second_factor.PAPER_CODES
    assert "no-store" in answer["Cache-Control"]
    assert (is_in(client), is_in(other)) == (True, False)
    assert "second_factor_set_up" in actions()
    assert client.get("/account/second-factor/").url == "/account/"


@pytest.mark.parametrize("more", [{"password": "wrong"}, {"code": "000000"}])
def test_setting_up_needs_the_code_and_the_own_password(signed_in, admin, more):
    assert set_up(signed_in(admin), admin, **more).status_code == 200
    assert SecondFactor.objects.get().confirmed_at is None


def test_students_are_not_asked(signed_in, aigerim):
    client = signed_in(aigerim)
    assert client.get("/account/second-factor/").status_code == 403
    assert "Second factor" not in client.get("/account/").content.decode()


def test_who_puts_it_off_too_long_is_led_to_it_from_everywhere(signed_in, admin, proctor, aigerim):
    User.objects.update(date_joined=timezone.now() - timedelta(days=60))
    assert signed_in(admin).get("/students/").status_code == 200  # the institution has asked for it today only
    Organisation.objects.update(second_factor_since=timezone.now() - timedelta(days=15))
    for who, page in ((admin, "/students/"), (proctor, "/rehearsals/")):
        client = signed_in(who)
        assert client.get(page).url == "/account/second-factor/"
        assert client.get("/account/second-factor/").status_code == 200
    assert signed_in(aigerim).get("/exams/").status_code == 200
    client = signed_in(admin)
    set_up(client, admin)
    assert client.get("/students/").status_code == 200


def test_the_notice_says_until_when(signed_in, admin):
    assert "a second factor is asked for" in signed_in(admin).get("/students/").content.decode()
    Organisation.objects.update(second_factor="optional")
    assert "a second factor is asked for" not in signed_in(admin).get("/students/").content.decode()


def test_removing_needs_the_password_and_that_it_is_not_required(client, protected, signed_in):
    user, _, _ = protected
    mine = signed_in(user)
    assert mine.post("/account/second-factor/remove/", {"password": PASSWORD}).status_code == 403
    Organisation.objects.update(second_factor="optional")
    mine.post("/account/second-factor/remove/", {"password": "wrong"})
    assert SecondFactor.objects.exists()
    mine.post("/account/second-factor/remove/", {"password": PASSWORD})
    assert not SecondFactor.objects.exists()
    assert not RecoveryCode.objects.exists()


def test_new_papers_replace_the_old(protected, signed_in):
    user, _, papers = protected
    page = signed_in(user).post("/account/second-factor/papers/", {"password": PASSWORD}).content.decode()
    assert page.count("<code>") == second_factor.PAPER_CODES
    assert not any(code in page for code in papers)
    assert not second_factor._is_on_paper(user, papers[0])


def test_another_administrator_resets_it_and_every_sign_in_ends(
    protected, signed_in, organisation, django_capture_on_commit_callbacks
):
    user, _, _ = protected
    mine, helper = signed_in(user), signed_in(make_user(organisation, "admin2", "administration"))
    address = f"/manage/staff/{user.uuid}/second-factor/reset/"
    assert mine.post(address).status_code == 403
    with django_capture_on_commit_callbacks(execute=True):
        assert helper.post(address).status_code == 302
    assert not is_in(mine)
    assert not SecondFactor.objects.exists()
    with pytest.raises(keys.NoKey):
        keys.key_of(f"users-{user.uuid}")
    assert {"second_factor_reset", "sign_ins_ended"} <= set(actions())


def test_the_institution_chooses(signed_in, admin, protected):
    client = signed_in(admin)
    assert client.post("/manage/staff/second-factor/", {"use": "nonsense"}).status_code == 302
    client.post("/manage/staff/second-factor/", {"use": "off"})
    assert Organisation.objects.get().second_factor == "off"
    assert "second_factor_chosen" in actions()
    told = {"username": "admin", "password": PASSWORD, "system": "administration"}
    assert Client().post("/sign-in/", told).url == "/"


def test_students_are_no_staff(signed_in, admin, aigerim):
    client = signed_in(admin)
    assert client.post(f"/manage/staff/{aigerim.user.uuid}/sign-ins/end/").status_code == 404
    assert "aigerim" not in client.get("/manage/staff/").content.decode()


def test_the_server_resets_the_last_administrators(protected, signed_in, capsys):
    user, _, _ = protected
    mine = signed_in(user)
    call_command("reset_second_factor", "admin")
    assert "admin signs in with the password alone" in capsys.readouterr().out
    assert not SecondFactor.objects.exists()
    assert not is_in(mine)
    with pytest.raises(CommandError, match="no login nobody"):
        call_command("reset_second_factor", "nobody")
