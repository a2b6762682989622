"""What the registrar may do on the pages of exams and roster, and what not."""

from datetime import date

import pytest

from oes.accounts.models import RoleGrant
from oes.exams.models import Accommodation
from oes.exams.services import add_accommodation


@pytest.fixture
def client(registrar, signed_in):
    return signed_in(registrar)


def test_the_registrar_begins_with_the_exams_and_sees_no_link_to_a_closed_page(client, exam):
    assert client.get("/", follow=True).redirect_chain[-1][0] == "/manage/exams/"
    page = client.get(f"/manage/exams/{exam.uuid}/").content.decode()
    for closed in ("/manage/policies/", "/students/", f"/exams/{exam.uuid}/safe-exam-browser/"):
        assert f'href="{closed}"' not in page
        assert client.get(closed).status_code in (403, 404)


def test_why_a_student_gets_more_time_stays_with_the_administration(client, aigerim, admin, signed_in):
    need = Accommodation(student=aigerim, extra_minutes=30, valid_from=date(2026, 1, 1), reason="dyslexia")
    add_accommodation(accommodation=need, by=admin)
    address = f"/manage/roster/students/{aigerim.uuid}/"
    assert "dyslexia" in signed_in(admin).get(address).content.decode()
    page = client.get(address).content.decode()
    assert ("30" in page, "dyslexia" in page, "accommodations/" in page) == (True, False, False)


def test_a_student_who_administers_is_not_the_registrars(client, aigerim, admin, signed_in):
    address = f"/manage/roster/students/{aigerim.uuid}/"
    assert client.post(f"{address}password/").status_code == 200
    RoleGrant.objects.create(user=aigerim.user, role="administration")
    assert client.post(f"{address}password/").status_code == 403
    assert client.post(address, {"login": "mine", "email": "me@example.org"}).status_code == 403
    assert client.get(address).status_code == 200
    assert signed_in(admin).post(f"{address}password/").status_code == 200


def test_no_paper_opens_an_account_that_is_more_than_a_students(client, aigerim, daniyar):
    for student in (aigerim, daniyar):
        student.user.set_unusable_password()
        student.user.save()
    RoleGrant.objects.create(user=daniyar.user, role="commission")
    table = client.post("/manage/roster/passwords/").content.decode()
    assert ("aigerim" in table, "daniyar" in table) == (True, False)
