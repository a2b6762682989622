"""The way into Safe Exam Browser, its settings and its file."""

import gzip
import json
import plistlib

import pytest
from django.core import signing
from django.urls import reverse

from conftest import make_user
from oes.attempts.models import Attempt
from oes.attempts.services import AttemptRefused, open_attempt, ready_attempt
from oes.domain.safe_exam_browser import config_key, request_hash
from oes.exams.models import Exam
from oes.integrations.seb import services
from oes.integrations.seb.models import SafeBrowserSettings
from oes.integrations.seb.views import SALT
from oes.journal.models import Entry

ROOT = "http://testserver/"
PROGRAM = "c" * 64


@pytest.fixture
def admin(client, organisation):
    client.force_login(make_user(organisation, "root", "administration"))
    return client


@pytest.fixture
def seb_exam(enrolment) -> Exam:
    Exam.objects.filter(pk=enrolment.exam_id).update(safe_exam_browser="required")
    enrolment.exam.refresh_from_db()
    return enrolment.exam


@pytest.fixture
def opened_attempt(seb_exam, enrolment) -> Attempt:
    """An attempt whose checks are still to come."""
    return open_attempt(enrolment=enrolment, text_version="1", language="kk", user_agent="test")


@pytest.fixture
def student(client, enrolment):
    client.force_login(enrolment.student.user)
    return client


def key_of(exam: Exam) -> str:
    return config_key(services.file_settings(exam, root=ROOT))


def opened(client, path: str, key: str, program: str = ""):
    address = ROOT.rstrip("/") + path
    headers = {"X-SafeExamBrowser-ConfigKeyHash": request_hash(address, key)}
    if program:
        headers["X-SafeExamBrowser-RequestHash"] = request_hash(address, program)
    return client.get(path, headers=headers)


def settings_of(file: bytes) -> dict:
    return plistlib.loads(gzip.decompress(gzip.decompress(file)[4:]))


def test_another_browser_is_shown_the_way_in(student, seb_exam):
    page = student.get(services.start_path(seb_exam.uuid))
    assert page.status_code == 403
    assert 'href="seb://testserver/seb/v1/file/' in page.content.decode()


def test_the_file_behind_the_button_names_the_exam_and_has_its_key(student, client, seb_exam):
    page = student.get(services.start_path(seb_exam.uuid))
    client.logout()
    settings = settings_of(client.get(page.context["file"]).content)
    assert settings["startURL"] == f"http://testserver/exams/{seb_exam.uuid}/"
    assert config_key(settings) == key_of(seb_exam)


def test_an_old_or_changed_address_of_the_file_is_unknown(client, seb_exam):
    good = signing.dumps(str(seb_exam.uuid), salt=SALT)
    assert client.get(reverse("seb:students_file", args=[good])).status_code == 200
    assert client.get(reverse("seb:students_file", args=[good[:-2] + "xx"])).status_code == 404
    Exam.objects.filter(pk=seb_exam.pk).update(safe_exam_browser="off")
    assert client.get(reverse("seb:students_file", args=[good])).status_code == 404


def test_the_browser_with_the_exams_settings_goes_on_and_is_remembered(student, seb_exam):
    path = services.start_path(seb_exam.uuid)
    assert opened(student, path, key_of(seb_exam)).status_code == 200
    assert student.get(path).status_code == 200


def test_other_settings_do_not_open_the_exam(student, seb_exam):
    page = opened(student, services.start_path(seb_exam.uuid), "a" * 64)
    assert page.status_code == 403
    assert page.context["other_settings"]


def test_a_listed_program_is_asked_for_where_there_is_a_list(student, seb_exam):
    SafeBrowserSettings.objects.create(exam=seb_exam, exam_keys=PROGRAM)
    path = services.start_path(seb_exam.uuid)
    assert opened(student, path, key_of(seb_exam)).status_code == 403
    assert opened(student, path, key_of(seb_exam), PROGRAM).status_code == 200


def test_the_scripts_word_counts_like_a_header(student, seb_exam):
    path = services.start_path(seb_exam.uuid)
    address = ROOT.rstrip("/") + path
    told = {"address": address, "config_key": request_hash(address, key_of(seb_exam)), "exam_key": ""}
    answer = student.post(reverse("seb:check", args=[seb_exam.uuid]), json.dumps(told), content_type="application/json")
    assert answer.json() == {"matched": True}
    assert student.get(path).status_code == 200


@pytest.mark.parametrize(
    "told",
    [{"address": "https://evil.example/x"}, {"address": 5}, {"config_key": ["x"]}, {"address": "a" * 3000}],
)
def test_a_script_that_tells_nonsense_is_refused(student, seb_exam, told):
    answer = student.post(reverse("seb:check", args=[seb_exam.uuid]), json.dumps(told), content_type="application/json")
    assert answer.status_code == 400


def test_the_word_for_another_students_exam_is_not_taken(client, seb_exam, organisation):
    client.force_login(make_user(organisation, "daniyar", "student"))
    assert (
        client.post(reverse("seb:check", args=[seb_exam.uuid]), "{}", content_type="application/json").status_code
        == 404
    )


def test_the_attempt_is_recorded_in_its_own_tier(student, seb_exam, opened_attempt):
    with pytest.raises(AttemptRefused):
        ready_attempt(attempt=opened_attempt, tier="A")
    path = reverse("recorder:attempt", args=[opened_attempt.uuid])
    assert opened(student, path, key_of(seb_exam)).status_code == 200
    with pytest.raises(AttemptRefused):
        ready_attempt(attempt=opened_attempt, tier="A")
    assert ready_attempt(attempt=opened_attempt, tier="S").tier == "S"
    entries = Entry.objects.filter(chain__subject=opened_attempt.uuid, action="safe_browser_checked")
    assert [e.content for e in entries] == [{"settings": True, "program": None}]


def test_where_it_is_allowed_another_browser_goes_on_as_ever(student, seb_exam, opened_attempt):
    Exam.objects.filter(pk=seb_exam.pk).update(safe_exam_browser="allowed")
    assert student.get(reverse("recorder:attempt", args=[opened_attempt.uuid])).status_code == 200
    opened_attempt.enrolment.exam.refresh_from_db()
    assert ready_attempt(attempt=opened_attempt, tier="A").tier == "A"


FORM = {"use": "required", "allow_quit": "on", "more_hosts": "Library.example.kz\n", "exam_keys": ""}


def test_an_administrator_chooses_and_the_key_changes(admin, seb_exam):
    before = key_of(seb_exam)
    form = {**FORM, "filter_addresses": "on", "quit_password": "қыс-2027"}
    assert admin.post(reverse("seb:settings", args=[seb_exam.uuid]), form).status_code == 302
    row = SafeBrowserSettings.objects.get()
    assert (row.more_hosts, len(row.quit_password_hash)) == ("library.example.kz", 64)
    assert key_of(Exam.objects.get(pk=seb_exam.pk)) != before
    assert (
        key_of(Exam.objects.get(pk=seb_exam.pk))
        in admin.get(reverse("seb:settings", args=[seb_exam.uuid])).content.decode()
    )


def test_a_new_key_is_told_only_where_there_is_one(admin, seb_exam):
    address, english = reverse("seb:settings", args=[seb_exam.uuid]), {"Accept-Language": "en"}
    told = [
        "new key" in admin.post(address, {**FORM, **change}, follow=True, headers=english).content.decode()
        for change in ({}, {"use": "allowed"}, {"allow_quit": ""})
    ]
    assert told == [True, False, True]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [("more_hosts", "http://x/y", "Not a host name"), ("exam_keys", "xyz", "Not a key"), ("use", "maybe", "valid")],
)
def test_bad_choices_are_named_and_nothing_is_saved(admin, seb_exam, name, value, words):
    english = {"Accept-Language": "en"}
    page = admin.post(reverse("seb:settings", args=[seb_exam.uuid]), {**FORM, name: value}, headers=english)
    assert words in page.content.decode()
    assert not SafeBrowserSettings.objects.exists()


def test_an_administrator_saves_the_file_plain_or_with_a_password(admin, seb_exam):
    address = reverse("seb:file", args=[seb_exam.uuid])
    assert settings_of(admin.post(address, {"plain": "1"}).content)["allowQuit"] is True
    assert gzip.decompress(admin.post(address, {"password": "long enough"}).content)[:4] == b"pswd"
    assert admin.post(address, {"password": "short"}).status_code == 400


@pytest.mark.parametrize("name", ["settings", "file"])
def test_only_administrators_choose(client, seb_exam, organisation, name):
    address = reverse(f"seb:{name}", args=[seb_exam.uuid])
    assert client.post(address).status_code == 302
    client.force_login(make_user(organisation, "proctor", "proctor"))
    assert client.post(address).status_code == 403
