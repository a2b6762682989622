"""Inviting somebody, roles, where somebody works, leaving."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from conftest import make_user
from oes.accounts.models import Invitation, Role, RoleGrant, User
from oes.exams.models import Department, ExamDuty, Faculty, FacultyOffice, TeacherProfile
from oes.journal.models import Entry
from oes.notices.mails import mail_next
from oes.notices.models import Notice

NEW = "/manage/staff/new/"
PASSWORD = "a long new password"


@pytest.fixture
def client(registrar, signed_in):
    return signed_in(registrar)


@pytest.fixture
def law(organisation):
    return Faculty.objects.create(organisation=organisation, name="Law")


def told(**more):
    first = {"last_name": "Сәрсенбаева", "first_name": "Әсел", "email": "asel@example.org", "language": "kk"}
    return {**first, "username": "asel", "uuid": str(uuid.uuid4()), "roles": ["teacher"], **more}


def roles_of(user):
    return set(user.roles.values_list("role", flat=True))


def mailed_link(settings):
    """Return the path of the link in the newest mail."""
    settings.OES_MAIL_NOTICES = True
    assert mail_next()
    return re.search(r"http://testserver(\S+)", mail.outbox[-1].body)[1]


def test_somebody_is_invited_sets_a_password_and_comes_in(client, settings, law):
    department = Department.objects.create(organisation=law.organisation, faculty=law, name="Civil law")
    form = told(roles=["teacher", "dean"], faculties=[law.uuid], department=department.pk)
    for _ in range(2):
        assert client.post(NEW, form)["Location"] == f"/manage/staff/{form['uuid']}/"
    person = User.objects.get(username="asel")
    assert roles_of(person) == {"teacher", "dean"}
    assert FacultyOffice.objects.get().faculty == law
    page = client.get(f"/manage/staff/{form['uuid']}/").content.decode()
    assert "checked" in page.partition(str(law.uuid))[2].partition(">")[0]
    assert TeacherProfile.objects.get().department == department
    link = mailed_link(settings)
    assert (len(mail.outbox), mail.outbox[0].to) == (1, ["asel@example.org"])
    assert link not in "".join(Notice.objects.values_list("text", flat=True)) + Notice.objects.get().path
    page = client.get(link).content.decode()
    assert "asel" in page
    assert client.post(link, {"new_password1": PASSWORD, "new_password2": "other"}).status_code == 200
    assert client.post(link, {"new_password1": PASSWORD, "new_password2": PASSWORD}).status_code == 302
    assert client.get(link).status_code == 404
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    actions = set(Entry.objects.values_list("action", flat=True))
    assert {"user_created", "user_invited", "invitation_accepted", "faculty_offices_set", "department_set"} <= actions


def test_another_invitation_replaces_the_first(client, settings):
    client.post(NEW, told())
    first = mailed_link(settings)
    person = User.objects.get(username="asel")
    client.post(f"/manage/staff/{person.uuid}/invite/")
    second = mailed_link(settings)
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    Invitation.objects.update(expires_at=timezone.now())
    assert client.get(second).status_code == 404
    assert client.get(second.replace("/invited/", "/invited/x")).status_code == 404


def test_what_was_typed_stays_on_a_form_that_failed(client, registrar, law):
    page = client.post(NEW, told(username="registrar", roles=["dean"])).content.decode()
    assert "asel@example.org" in page
    assert page.count('class="errors"') == 2
    assert not User.objects.filter(email="asel@example.org").exists()


def test_an_address_is_the_login_where_none_is_typed(client):
    client.post(NEW, told(username=""))
    assert User.objects.get(email="asel@example.org").username == "asel@example.org"


def test_the_registrar_makes_no_administrator(client, admin, proctor):
    assert client.post(NEW, told(roles=["administration"])).status_code == 200
    assert not User.objects.filter(username="asel").exists()
    address = f"/manage/staff/{proctor.uuid}/work/"
    assert client.post(address, {"roles": ["administration"]}).status_code == 200
    assert client.post(address, {"roles": ["proctor", "registrar"]}).status_code == 302
    assert roles_of(proctor) == {"proctor", "registrar"}
    for what in ("", "work/", "invite/", "close/", "open/", "sign-ins/end/", "second-factor/reset/"):
        form = {"last_name": "a", "first_name": "b", "email": "mine@example.org"}
        assert client.post(f"/manage/staff/{admin.uuid}/{what}", form).status_code == 403, what
    admin.refresh_from_db()
    assert (admin.email, roles_of(admin)) == ("admin@example.org", {"administration"})


def test_nobody_changes_the_own_roles(client, registrar, signed_in, admin):
    client.post(f"/manage/staff/{registrar.uuid}/work/", {"roles": ["reviewer"]})
    assert roles_of(registrar) == {"registrar"}
    admins = signed_in(admin)
    admins.post(f"/manage/staff/{admin.uuid}/close/")
    admin.refresh_from_db()
    assert admin.is_active


def test_an_administrator_takes_the_role_from_another_but_never_from_the_last(admin, organisation, signed_in):
    other = make_user(organisation, "second", Role.ADMINISTRATION)
    client = signed_in(admin)
    client.post(f"/manage/staff/{other.uuid}/work/", {"roles": ["reviewer"]})
    assert roles_of(other) == {"reviewer"}
    RoleGrant.objects.create(user=other, role="administration")
    RoleGrant.objects.filter(user=admin).update(role="registrar")
    RoleGrant.objects.create(user=admin, role="administration")
    admin.set_unusable_password()  # came in by another way, and could not come in again
    User.objects.filter(pk=admin.pk).update(password=admin.password)
    client = signed_in(User.objects.get(pk=admin.pk))
    assert client.post(f"/manage/staff/{other.uuid}/close/").status_code == 302
    other.refresh_from_db()
    assert other.is_active


def test_a_student_keeps_that_role_and_gets_others(client, aigerim):
    client.post(f"/manage/staff/{aigerim.user.uuid}/work/", {"roles": ["commission"]})
    assert roles_of(aigerim.user) == {"student", "commission"}
    client.post(f"/manage/staff/{aigerim.user.uuid}/work/", {"roles": []})
    assert roles_of(aigerim.user) == {"student"}


def test_who_leaves_is_out_at_once_and_off_coming_exams(client, proctor, exam, registrar, signed_in):
    ExamDuty.objects.create(exam=exam, user=proctor, duty="proctor", added_by=registrar)
    theirs = signed_in(proctor)
    assert theirs.get("/account/").status_code == 200
    client.post(f"/manage/staff/{proctor.uuid}/close/")
    assert theirs.get("/account/").status_code == 302
    assert not ExamDuty.objects.exists()
    client.post(f"/manage/staff/{proctor.uuid}/open/")
    assert User.objects.get(pk=proctor.pk).is_active


def test_an_invitation_that_is_over_is_not_gone_round_by_the_forgotten_password(client, settings):
    client.post(NEW, told())
    settings.OES_MAIL_NOTICES = False
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    client.post("/recover/", {"email": "asel@example.org"})
    assert not mail.outbox


def test_the_list_finds_in_any_letter_case_and_asks_the_database_a_fixed_number_of_times(
    client, organisation, django_assert_num_queries
):
    for number in range(12):
        user = make_user(organisation, f"p{number}", Role.PROCTOR)
        User.objects.filter(pk=user.pk).update(last_name="Әбдіров", first_name="Ғани")
    with django_assert_num_queries(11):
        page = client.get("/manage/staff/?q=әбдіров+ҒАНИ&role=proctor").content.decode()
    assert page.count("Әбдіров") == 12
    assert "Әбдіров" not in client.get("/manage/staff/?q=әбдіров&role=dean").content.decode()
    assert client.get("/manage/staff/?role=nonsense&page=x").status_code == 200


def test_the_link_opens_nothing_once_the_account_has_a_password_otherwise(client, settings):
    client.post(NEW, told())
    link = mailed_link(settings)
    person = User.objects.get(username="asel")
    person.set_password("given-at-the-desk-7")
    person.save()
    assert client.post(link, {"new_password1": "x", "new_password2": "x"}).status_code == 404


def test_a_faculty_that_is_none_is_no_fault_of_the_server(client):
    assert client.post(NEW, told(roles=["dean"], faculties=["9" * 40])).status_code == 200
