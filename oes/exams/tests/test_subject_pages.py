from datetime import date

import pytest
from django.urls import reverse

from conftest import make_user
from oes.exams.models import Department, Exam, ExamPeriod, Faculty, Subject, TeacherProfile, Teaching
from oes.journal.models import Entry


@pytest.fixture
def client(signed_in, registrar, settings):
    settings.LANGUAGE_CODE = "en"
    return signed_in(registrar)


@pytest.fixture
def period(organisation) -> ExamPeriod:
    return ExamPeriod.objects.create(
        organisation=organisation, title="Winter", starts_on=date(2027, 1, 4), ends_on=date(2027, 1, 23)
    )


@pytest.fixture
def department(organisation) -> Department:
    faculty = Faculty.objects.create(organisation=organisation, name="IT")
    return Department.objects.create(organisation=organisation, faculty=faculty, name="Деректер қоры")


@pytest.fixture
def subject(period, department) -> Subject:
    return Subject.objects.create(
        organisation=period.organisation, period=period, department=department, code="ДҚ-101", title="Ғылым негіздері"
    )


def form_of(session, **changed):
    told = {"uuid": "7d0ae0f5-52ab-4a83-9a12-4d3a0a0cbb5c", "period": session.pk, "code": " ФИЗ  1 ",
            "title": "Физика", "format": "written", "has_exam": "on", "department": ""}  # fmt: skip
    return told | changed


def test_a_subject_is_written_once(client, period):
    first = client.post(reverse("exams:subject_new"), form_of(period))
    assert client.post(reverse("exams:subject_new"), form_of(period)).url == first.url
    subject = Subject.objects.get()
    assert (subject.code, subject.title, subject.has_exam) == ("ФИЗ 1", "Физика", True)
    assert Entry.objects.filter(action="subject_saved").count() == 1


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("code", "ДҚ-101", "has this code"),
        ("code", "", "required"),
        ("title", "x" * 201, "at most 200"),
        ("format", "cumulative", "has no exam"),
        ("period", "999999", "valid choice"),
        ("period", "9" * 30, "valid choice"),
    ],
)
def test_bad_input_is_named(client, period, subject, field, value, words):
    page = client.post(reverse("exams:subject_new"), form_of(period, **{field: value})).content.decode()
    assert words in page
    assert Subject.objects.count() == 1


def test_a_subject_keeps_the_session_of_its_exams(client, period, subject, exam):
    Exam.objects.filter(pk=exam.pk).update(period=period, subject=subject)
    other = ExamPeriod.objects.create(
        organisation=period.organisation, title="Summer", starts_on=date(2027, 5, 4), ends_on=date(2027, 5, 23)
    )
    page = client.post(reverse("exams:subject_edit", args=[subject.uuid]), form_of(other)).content.decode()
    assert "stand in another session" in page


def test_subjects_are_found_by_title_code_department_and_format(client, period, department, subject):
    Subject.objects.create(organisation=period.organisation, period=period, code="ph-1", title="Физика")

    def found(**query):
        return [row.code for row in client.get(reverse("exams:subjects"), query).context["page"]]

    assert found() == ["ДҚ-101", "ph-1"] or found() == ["ph-1", "ДҚ-101"]
    assert found(q="ҒЫЛЫМ") == found(q="дқ-1") == found(department=str(department.uuid)) == ["ДҚ-101"]
    assert found(q="PH") == ["ph-1"]
    assert len(found(department="x", period="x", format="x", page="x")) == 2
    assert found(format="written") == []


def test_the_list_of_a_whole_session_is_paged(client, period, django_assert_num_queries):
    Subject.objects.bulk_create(
        Subject(organisation=period.organisation, period=period, code=f"S{n}", title=f"S{n}", search_title=f"s{n}")
        for n in range(1910)
    )
    with django_assert_num_queries(10):
        page = client.get(reverse("exams:subjects"), {"page": "39"}).context["page"]
    assert (page.paginator.count, page.paginator.num_pages, len(page.object_list)) == (1910, 39, 10)


def test_who_teaches_is_entered_and_taken_off(client, subject, department, teacher, aigerim, daniyar):
    TeacherProfile.objects.create(user=teacher, department=department)
    groups = [str(student.study_group.uuid) for student in (aigerim, daniyar)]
    add = reverse("exams:teaching_add", args=[subject.uuid])
    for _ in range(2):
        client.post(add, {"teacher": str(teacher.uuid), "groups": groups})
    assert Teaching.objects.count() == 2
    page = client.get(reverse("exams:subject", args=[subject.uuid])).content.decode()
    assert page.count("Деректер қоры") == 3
    saved = client.get(reverse("exams:subject", args=[subject.uuid]), {"export": "csv"}).content.decode("utf-8-sig")
    assert saved.split("\r\n")[1:] == ["teacher;Деректер қоры;ВТ-20-3", "teacher;Деректер қоры;ИС-21-1", ""]
    gone = reverse("exams:teaching_remove", args=[subject.uuid, teacher.uuid, aigerim.study_group.uuid])
    assert "does not teach" in client.post(gone, follow=True).content.decode()
    assert "not on the list any more" in client.post(gone, follow=True).content.decode()
    assert [row.study_group for row in subject.teachings.all()] == [daniyar.study_group]
    assert list(Entry.objects.filter(action__startswith="teaching").values_list("action", flat=True)) == [
        "teaching_added", "teaching_removed",
    ]  # fmt: skip


def test_only_a_teacher_teaches_and_what_was_chosen_is_kept(client, subject, proctor, aigerim, organisation):
    add = reverse("exams:teaching_add", args=[subject.uuid])
    page = client.post(add, {"teacher": str(proctor.uuid), "groups": [str(aigerim.study_group.uuid)]})
    assert "valid choice" in page.content.decode()
    assert " checked" in page.content.decode()
    assert "Choose at least one group" in client.post(add, {"teacher": ""}).content.decode()
    assert client.post(add, {"teacher": "x", "groups": ["x"]}).status_code == 200
    assert not Teaching.objects.exists()


def test_the_page_of_a_subject_asks_a_fixed_number_of_times(client, subject, aigerim, django_assert_num_queries):
    for number in range(12):
        teacher = make_user(subject.organisation, f"t{number}", "teacher")
        Teaching.objects.create(subject=subject, teacher=teacher, study_group=aigerim.study_group)
    with django_assert_num_queries(10):
        client.get(reverse("exams:subject", args=[subject.uuid]))


def test_a_department_is_written_once(client, department):
    form = {"name": " Деректер  қоры ", "faculty": department.faculty_id}
    assert "of this name already" in client.post(reverse("exams:department_new"), form).content.decode()
    client.post(reverse("exams:department_edit", args=[department.uuid]), form | {"name": "Физика"})
    department.refresh_from_db()
    assert department.name == "Физика"
    assert Entry.objects.filter(action="department_saved").count() == 1
    assert "Физика" in client.get(reverse("exams:departments")).content.decode()


def test_a_new_exam_takes_over_what_its_subject_says(signed_in, admin, subject, settings):
    settings.LANGUAGE_CODE = "en"
    form = signed_in(admin).get(reverse("exams:exam_new"), {"subject": str(subject.uuid)}).context["form"]
    told = {name: form[name].value() for name in ("title", "period", "subject_code", "faculty", "format")}
    faculty = subject.department.faculty_id
    assert told == {
        "title": "Ғылым негіздері", "period": subject.period_id, "subject_code": "ДҚ-101", "faculty": faculty,
        "format": "test",
    }  # fmt: skip


def test_an_exam_names_its_subject_by_code(signed_in, admin, subject, exam, settings):
    settings.LANGUAGE_CODE = "en"
    client, address = signed_in(admin), reverse("exams:exam_edit", args=[exam.uuid])
    form = {
        "title": "A", "address": "", "opens_at": "2027-01-10T09:00", "closes_at": "2027-01-10T12:00",
        "planned_minutes": "60", "maximum_attempts": "1", "subject_code": "ДҚ-101", "format": "written",
    }  # fmt: skip
    assert "Choose the exam session first" in client.post(address, form).content.decode()
    form["period"] = subject.period_id
    assert "No subject of this session" in client.post(address, form | {"subject_code": "ДҚ-9"}).content.decode()
    assert "needs the address" in client.post(address, form | {"format": "test"}).content.decode()
    assert client.post(address, form).status_code == 302
    exam.refresh_from_db()
    assert (exam.subject, exam.format, exam.address) == (subject, "written", "")
    assert client.get(reverse("exams:exams"), {"period": str(subject.period.uuid)}).context["page"].object_list
    assert "ДҚ-101" in client.get(address).content.decode()
    client.post(address, form | {"subject_code": ""})
    exam.refresh_from_db()
    assert exam.subject is None


def test_the_form_offers_subjects_for_what_is_typed(client, subject):
    address = reverse("exams:subject_options")
    offered = client.get(address, {"subject_code": "ғыл", "period": subject.period_id}).content.decode()
    assert '<option value="ДҚ-101">Ғылым негіздері</option>' in offered
    for query in ({}, {"subject_code": "ғыл"}, {"subject_code": "ғыл", "period": "x"},
                  {"subject_code": "ғыл", "period": "²"}, {"subject_code": "ғыл", "period": "9" * 30}):  # fmt: skip
        assert "<option" not in client.get(address, query).content.decode()


def test_all_subjects_found_are_saved(client, period, subject):
    Subject.objects.create(organisation=period.organisation, period=period, code="ph-1", title="Физика")
    saved = client.get(reverse("exams:subjects"), {"export": "csv", "q": "ғылым"}).content.decode("utf-8-sig")
    assert saved.split("\r\n")[1:] == ["Ғылым негіздері;ДҚ-101;Деректер қоры;test;yes;0;0;Winter", ""]
