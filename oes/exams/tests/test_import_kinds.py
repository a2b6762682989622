"""Groups, subjects, teachers, who teaches what, who sits what."""

from datetime import date

import pytest

from conftest import make_user
from oes.accounts.models import Role, RoleGrant, User
from oes.exams.importing import stage
from oes.exams.models import Department, Enrolment, ExamPeriod, Faculty, StudyGroup, Subject, Teaching
from oes.exams.tests.imports import imported, planned, words

SUBJECTS = "code;title;department;faculty;has_exam;format"
DB = "DB301;Дерекқор;Ақпараттық жүйелер;IT;да;письменный"
TEACHER = "full_name;login;email;department;faculty\nСәрсенов Бауыржан;sarsenov;b@university.kz;Жүйелер;IT"


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    from django.utils import translation

    monkeypatch.setattr(stage, "_running", {})
    with translation.override("en"):
        yield


@pytest.fixture
def period(organisation):
    told = {"title": "Winter", "starts_on": date(2026, 12, 20), "ends_on": date(2027, 1, 20)}
    return ExamPeriod.objects.create(organisation=organisation, **told)


def test_groups_get_the_faculty_they_lack_and_keep_the_one_they_have(registrar):
    imported(registrar, "groups", "group;faculty\nA;\nB;Law")
    job = imported(registrar, "groups", "group;faculty\nA;IT\nB;IT\nC;Law")
    assert job.counts == {"create": 1, "change": 1, "same": 0, "refused": 1}
    assert dict(StudyGroup.objects.values_list("code", "faculty__name")) == {"A": "IT", "B": "Law", "C": "Law"}
    assert words(job) == ["group B belongs to Law"]


def test_subjects_come_with_their_departments_and_are_changed_by_code(registrar, period):
    job = imported(registrar, "subjects", f"{SUBJECTS}\n{DB}\nPH1;Физика;Ақпараттық жүйелер;;;", period=period)
    assert job.counts["create"] == 2
    row = Subject.objects.get(code="DB301")
    assert (row.format, row.has_exam, row.search_title) == ("written", True, "дерекқор")
    assert row.department == Subject.objects.get(code="PH1").department
    job = imported(registrar, "subjects", f"{SUBJECTS}\nDB301;Дерекқор;;;no;", period=period)
    assert list(job.lines.values_list("words", flat=True)) == ["has_exam: yes → no"]
    row.refresh_from_db()
    assert (row.format, row.has_exam) == ("written", False)
    assert row.department is not None  # an empty cell takes nothing away


def test_each_bad_subject_is_named(registrar, period):
    faculty = Faculty.objects.create(organisation=period.organisation, name="L")
    Department.objects.create(organisation=period.organisation, name="Law", faculty=faculty)
    lines = ["X;Т;New;;;", "Y;Т;Law;IT;;", "Z;Т;;;maybe;", "W;Т;;;;oral", "W;Т;;;;"]
    job = planned(registrar, "subjects", "\n".join([SUBJECTS, *lines]), period=period)
    assert words(job) == [
        "department New is new: its faculty is needed",
        "department Law belongs to L",
        "has_exam is neither yes nor no: maybe",
        "format oral is none of test, written, cumulative",
        "code W stands in line 5 already",
    ]


def test_teachers_get_an_account_that_nobody_can_enter_yet(registrar):
    assert imported(registrar, "teachers", TEACHER).counts["create"] == 1
    user = User.objects.get(username="sarsenov")
    assert user.has_role(Role.TEACHER)
    assert not user.has_usable_password()
    assert user.shown_name == "Сәрсенов Бауыржан"
    assert user.teacher.department.name == "Жүйелер"
    again = TEACHER.replace("b@university", "new@university")
    assert imported(registrar, "teachers", again).counts["change"] == 1
    user.refresh_from_db()
    assert user.email == "new@university.kz"


def test_no_import_takes_over_an_account_with_other_roles(registrar, admin, aigerim):
    imported(registrar, "teachers", TEACHER)
    RoleGrant.objects.create(user=User.objects.get(username="sarsenov"), role=Role.DEAN)
    lines = [TEACHER.replace("b@", "evil@"), "A B;admin;evil@x.kz;;", "A B;aigerim;evil@x.kz;;"]
    job = imported(registrar, "teachers", "\n".join(lines))
    assert words(job) == [
        "the account holds other roles too: change it by hand",
        "login admin belongs to somebody else",
        "login aigerim belongs to somebody else",
    ]
    assert not User.objects.filter(email__startswith="evil").exists()


def test_who_teaches_what_is_stored_once(registrar, period, aigerim):
    imported(registrar, "subjects", f"{SUBJECTS}\n{DB}", period=period)
    imported(registrar, "teachers", TEACHER)
    text = "subject;teacher;group\nDB301;sarsenov;ИС-21-1\nDB301;aigerim;ИС-21-1\nXX;sarsenov;Й"
    for counts in ({"create": 1, "same": 0}, {"create": 0, "same": 1}):
        job = imported(registrar, "teachings", text, period=period)
        assert job.counts == {"change": 0, "refused": 2, **counts}
    assert words(job) == [
        "there is no teacher with the login aigerim",
        "there is no subject XX in this exam session\nthere is no group Й",
    ]
    assert Teaching.objects.get().study_group == aigerim.study_group


def test_groups_and_students_are_enrolled_by_title_or_subject(registrar, period, exam, aigerim, daniyar):
    exam.subject = Subject.objects.create(organisation=exam.organisation, period=period, code="DB301", title="Д")
    exam.save()
    text = f"exam;group;record_book_number\nDB301;ИС-21-1;\nДерекқор;;{daniyar.record_book_number}\n"
    text += f"DB301;;{aigerim.record_book_number}\nXX;;1\nDB301;;none\nDB301;;\n"
    for counts in ({"create": 2, "same": 1}, {"create": 0, "same": 3}):
        job = imported(registrar, "enrolments", text)
        assert job.counts == {"change": 0, "refused": 3, **counts}
    assert set(Enrolment.objects.values_list("exam", "student")) == {(exam.pk, aigerim.pk), (exam.pk, daniyar.pk)}
    assert words(job) == [
        "there is no exam XX",
        "nobody is found: none",
        "either group or record_book_number is needed, and not both",
    ]


def test_rows_of_another_organisation_are_not_found(registrar, exam, outsider):
    make_user(outsider.organisation, "elsewhere", "teacher")
    exam.organisation = outsider.organisation
    exam.save()
    job = planned(registrar, "enrolments", "exam;group\nДерекқор;A")
    assert "there is no exam Дерекқор" in words(job)[0]
    assert planned(registrar, "teachers", TEACHER.replace("sarsenov", "elsewhere")).counts["create"] == 1
