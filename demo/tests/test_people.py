"""The demo's institution can be made again and again."""

import json
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from demo.people import FINISHED_MINUTES, OTHERS, SEATED, VISITOR, Institution, make_institution
from demo.screen import EXAM_TITLE
from demo.staff import ADMINISTRATOR, REGISTRAR, STAFF
from oes.accounts.models import Organisation, RoleGrant, User
from oes.exams.models import Enrolment, Exam, ProctoringPolicy, Student, StudyGroup

ROWS = (Organisation, User, RoleGrant, Student, StudyGroup, Exam, Enrolment, ProctoringPolicy)


@pytest.fixture
def sign_ins(tmp_path: Path) -> Path:
    return tmp_path / "demo" / "sign-ins.json"


def made(sign_ins: Path, port: int = 8001) -> Institution:
    return make_institution(testing_system=f"http://127.0.0.1:{port}", sign_ins=sign_ins)


def test_a_second_time_changes_nothing(db, sign_ins):
    first = made(sign_ins)
    before = [row.objects.count() for row in ROWS]
    assert made(sign_ins) == first
    assert [row.objects.count() for row in ROWS] == before


def test_another_port_moves_the_testing_system_and_not_the_exam(db, sign_ins):
    made(sign_ins)
    opened = timezone.now() - timedelta(days=9)
    Exam.objects.update(opens_at=opened)
    made(sign_ins, port=9001)
    assert {exam.address.split("/?")[0] for exam in Exam.objects.all()} == {"http://127.0.0.1:9001"}
    assert {exam.opens_at for exam in Exam.objects.all()} == {opened}


def test_passwords_are_for_this_machine_and_for_nobody_else_to_read(db, sign_ins, tmp_path):
    passwords = made(sign_ins).passwords
    assert set(passwords) == {*STAFF, SEATED[0], VISITOR[0], *(login for login, *_ in OTHERS)}
    assert stat.S_IMODE(sign_ins.stat().st_mode) == 0o600
    assert made(tmp_path / "elsewhere.json").passwords != passwords


def test_everybody_can_sign_in_also_who_came_to_the_demo_later(db, sign_ins):
    passwords = made(sign_ins).passwords
    sign_ins.write_text(json.dumps({ADMINISTRATOR: passwords[ADMINISTRATOR]}))
    User.objects.filter(username=REGISTRAR).delete()
    User.objects.exclude(username=ADMINISTRATOR).update(password="!")
    again = made(sign_ins).passwords
    assert again[ADMINISTRATOR] == passwords[ADMINISTRATOR]
    assert again[REGISTRAR] != passwords[REGISTRAR]
    users = {user.username: user for user in User.objects.all()}
    assert set(users) == set(again)
    assert all(users[login].check_password(word) for login, word in again.items())
    assert users[REGISTRAR].has_role("registrar")


def test_nobody_is_listed_who_never_signed_in(db, sign_ins):
    made(sign_ins)
    assert not Student.objects.exclude(authorised_at=None).exists()


def test_both_students_find_an_open_exam(db, sign_ins):
    made(sign_ins)
    for login in (SEATED[0], VISITOR[0]):
        client = Client()
        client.force_login(User.objects.get(username=login), "oes.accounts.backends.OrganisationBackend")
        assert "Дерекқор" in client.get("/exams/", follow=True).content.decode()


def test_an_exam_that_was_sat_stays_closed_and_the_other_opens_again(db, sign_ins):
    made(sign_ins)
    closed = timezone.now() - timedelta(days=1)
    Exam.objects.update(closes_at=closed)
    made(sign_ins)
    assert {exam.title: exam.closes_at > closed for exam in Exam.objects.all()} == {
        EXAM_TITLE: False,
        "Дерекқор · емтихан": True,
    }


def test_random_checks_fall_into_the_drawn_recording():
    from demo.clip import SCENES

    assert SCENES[-1][1] > FINISHED_MINUTES * 60
