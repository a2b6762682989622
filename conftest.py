"""The cast of all tests."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone, translation

from oes.accounts.links import Links, links_of
from oes.accounts.models import Organisation, Role, RoleGrant, User
from oes.attempts.models import Attempt
from oes.attempts.services import open_attempt, ready_attempt, start_attempt
from oes.exams.models import Enrolment, Exam, Student, StudyGroup
from oes.journal import services as journal
from tests.here import Here

PASSWORD = "correct horse battery"
pytest_plugins = ["tests.running", "tests.again", "tests.empty"]


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path: Path) -> None:
    settings.OES_MEDIA_DIR = tmp_path / "media"
    settings.OES_KEYS_DIR = tmp_path / "keys"


@pytest.fixture(autouse=True)
def _no_confined_process(request, monkeypatch) -> None:
    """Look at media in the test's own process, where networks can be replaced, unless a test is marked `confined`."""
    if request.node.get_closest_marker("confined") is None:
        monkeypatch.setattr("oes.analysis.confined.room", Here())
        monkeypatch.setattr("oes.analysis.joined.Room", Here)
        monkeypatch.setattr("oes.exams.uploads.room", Here("oes.exams.picture_operations"))
        monkeypatch.setattr("oes.written.pages.room", Here("oes.written.page_operations"))
        monkeypatch.setattr("oes.exams.importing.sheets.room", Here("oes.exams.importing.sheet_operations"))


@pytest.fixture
def in_english(settings):
    """Pages, messages and mails in English, whatever is translated."""
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def organisation(db) -> Organisation:
    row, _ = Organisation.objects.get_or_create(is_default=True, defaults={"name": "Taraz University"})
    return row


def make_user(organisation: Organisation, login: str, role: str) -> User:
    user = User(organisation=organisation, username=login, email=f"{login}@example.org")
    user.set_password(PASSWORD)
    user.save()
    RoleGrant.objects.create(user=user, role=role)
    return user


def make_student(organisation: Organisation, login: str, full_name: str, group: str) -> Student:
    code, _ = StudyGroup.objects.get_or_create(organisation=organisation, code=group)
    user = make_user(organisation, login, Role.STUDENT)
    number = f"RB-{Student.objects.count() + 1:05}"
    return Student.objects.create(
        organisation=organisation, user=user, full_name=full_name, study_group=code, record_book_number=number
    )


@pytest.fixture
def aigerim(organisation) -> Student:
    return make_student(organisation, "aigerim", "Әділбаева Айгерім Серікқызы", "ИС-21-1")


@pytest.fixture
def daniyar(organisation) -> Student:
    return make_student(organisation, "daniyar", "Ахметов Данияр Ерланұлы", "ВТ-20-3")


@pytest.fixture
def admin(organisation) -> User:
    return make_user(organisation, "admin", Role.ADMINISTRATION)


@pytest.fixture
def proctor(organisation) -> User:
    return make_user(organisation, "proctor", Role.PROCTOR)


@pytest.fixture
def registrar(organisation) -> User:
    return make_user(organisation, "registrar", Role.REGISTRAR)


@pytest.fixture
def teacher(organisation) -> User:
    return make_user(organisation, "teacher", Role.TEACHER)


@pytest.fixture
def outsider(organisation) -> User:
    """Somebody who signs in at another institution."""
    other = Organisation.objects.create(name="Elsewhere", host="elsewhere.example")
    return make_user(other, "outsider", Role.ADMINISTRATION)


@pytest.fixture
def exam(organisation) -> Exam:
    now = timezone.now()
    return Exam.objects.create(
        organisation=organisation,
        title="Дерекқор",
        address="http://127.0.0.1:9/exam?student={student}",
        access_code="4718",
        room="204",
        planned_minutes=60,
        opens_at=now - timedelta(hours=1),
        closes_at=now + timedelta(hours=3),
    )


@pytest.fixture
def enrolment(exam, aigerim) -> Enrolment:
    return Enrolment.objects.create(exam=exam, student=aigerim)


@pytest.fixture
def attempt(enrolment) -> Attempt:
    """A running attempt of aigerim, tier A."""
    opened = open_attempt(enrolment=enrolment, text_version="1", language="kk", user_agent="test")
    return start_attempt(attempt=ready_attempt(attempt=opened, tier="A"))


@pytest.fixture
def links():
    """Return a function: what makes links to evidence for somebody's sign-in, with its entry in the journal."""

    def made(client: Client, user: User) -> Links:
        request = HttpRequest()
        request.user, request.session = user, client.session
        return links_of(request, noted=journal.append(subject=user.uuid, action="recording_viewed", actor=user.uuid))

    return made


@pytest.fixture
def signed_in():
    """Return a function: a client signed in as a user or a student."""

    def enter(who: User | Student) -> Client:
        client = Client()
        client.force_login(who.user if isinstance(who, Student) else who, "oes.accounts.backends.OrganisationBackend")
        return client

    return enter
