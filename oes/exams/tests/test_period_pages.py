from datetime import date

import pytest
from django.urls import reverse

from oes.exams.models import Exam, ExamPeriod, Faculty, Format, PeriodPlatform, Subject
from oes.journal.models import Entry

PLATFORMS = {
    "platforms-TOTAL_FORMS": "3", "platforms-INITIAL_FORMS": "0",
    "platforms-0-format": "test", "platforms-0-name": "Univer", "platforms-0-address": "univer.example.kz",
    "platforms-1-format": "written", "platforms-1-name": "", "platforms-1-address": "",
    "platforms-2-format": "cumulative", "platforms-2-name": "", "platforms-2-address": "",
}  # fmt: skip
GOOD = PLATFORMS | {
    "uuid": "7d0ae0f5-52ab-4a83-9a12-4d3a0a0cbb5b",
    "title": " Қысқы  сессия ",
    "starts_on": "2027-01-04",
    "ends_on": "2027-01-23",
    "call_centre": "8 (7262) 45-00-00, 9:00–18:00",
    "conference_id": "512 334 990",
    "conference_code": "oes2027",
    "conference_link": "https://meet.example.kz/j/512334990",
    "registrar_mail": "registrar@example.kz",
    "is_published": "on",
}


@pytest.fixture
def client(signed_in, registrar, settings):
    settings.LANGUAGE_CODE = "en"
    return signed_in(registrar)


@pytest.fixture
def period(organisation) -> ExamPeriod:
    return ExamPeriod.objects.create(
        organisation=organisation, title="Winter", starts_on=date(2027, 1, 4), ends_on=date(2027, 1, 23)
    )


def test_a_session_is_written_with_its_platforms_once(client):
    first = client.post(reverse("exams:period_new"), GOOD)
    assert client.post(reverse("exams:period_new"), GOOD).url == first.url
    period = ExamPeriod.objects.get()
    assert (period.title, period.is_published) == ("Қысқы сессия", True)
    platform = PeriodPlatform.objects.get()
    assert (platform.format, platform.name, platform.address) == ("test", "Univer", "https://univer.example.kz")
    assert Entry.objects.filter(action="period_saved").count() == 1
    page = client.get(first.url).content.decode()
    for words in ("04.01.2027 – 23.01.2027", "512 334 990", "Univer", "shown to everybody"):
        assert words in page


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", "required"),
        ("title", "Winter", "of this title already"),
        ("ends_on", "2027-01-03", "must not lie before the first"),
        ("ends_on", "2029-01-03", "look at the years"),
        ("starts_on", "0999-01-03", "from 2000 to 2100"),
        ("applications_until", "2027-01-24", "end with the session"),
        ("conference_link", "javascript:alert(1)", "valid URL"),
        ("registrar_mail", "nobody", "valid email"),
        ("platforms-1-address", "https://moodle.example", "required"),
        ("platforms-0-address", "ftp://x.example", "valid URL"),
        ("platforms-0-format", "oral", "valid choice"),
    ],
)
def test_bad_input_is_named_and_kept(client, period, field, value, words):
    page = client.post(reverse("exams:period_new"), {**GOOD, field: value}).content.decode()
    assert words in page
    assert value in page
    assert 'value="512 334 990"' in page
    assert ExamPeriod.objects.count() == 1


def test_a_platform_twice_in_a_format_is_refused(client):
    twice = {"platforms-1-format": "test", "platforms-1-name": "Univer"}
    page = client.post(reverse("exams:period_new"), GOOD | twice).content.decode()
    assert "duplicate" in page
    assert not ExamPeriod.objects.exists()


def test_a_form_that_was_tampered_with_is_no_error_of_ours(client, period):
    without = {name: value for name, value in GOOD.items() if not name.startswith("platforms")}
    for form in (
        without,
        GOOD | {"platforms-TOTAL_FORMS": "x"},
        GOOD | {"platforms-TOTAL_FORMS": "999999"},
        GOOD | {"platforms-INITIAL_FORMS": "1", "platforms-0-id": "x"},
        GOOD | {"platforms-INITIAL_FORMS": "1", "platforms-0-id": "9" * 30},
    ):
        assert client.post(reverse("exams:period_edit", args=[period.uuid]), form).status_code == 200


def test_platforms_are_changed_and_taken_away(client, period):
    kept = PeriodPlatform.objects.create(period=period, format="test", name="Univer")
    gone = PeriodPlatform.objects.create(period=period, format="written", name="Moodle")
    form = GOOD | {
        "platforms-INITIAL_FORMS": "2", "platforms-0-id": kept.pk, "platforms-0-name": "Platonus",
        "platforms-1-id": gone.pk, "platforms-1-name": "Moodle", "platforms-1-DELETE": "on",
    }  # fmt: skip
    client.post(reverse("exams:period_edit", args=[period.uuid]), form)
    assert [(row.pk, row.name) for row in period.platforms.all()] == [(kept.pk, "Platonus")]


def test_a_platform_of_another_session_stays_there(client, period, organisation):
    other = ExamPeriod.objects.create(
        organisation=organisation, title="Summer", starts_on=date(2027, 5, 4), ends_on=date(2027, 5, 23)
    )
    theirs = PeriodPlatform.objects.create(period=other, format="test", name="Univer")
    form = GOOD | {"platforms-INITIAL_FORMS": "1", "platforms-0-id": theirs.pk, "platforms-0-DELETE": "on"}
    client.post(reverse("exams:period_edit", args=[period.uuid]), form)
    assert PeriodPlatform.objects.get() == theirs
    assert theirs.period == other


def test_the_list_counts_subjects_and_obligatory_exams(client, period, exam, django_assert_num_queries):
    for number in range(5):
        subject = Subject.objects.create(
            organisation=period.organisation, period=period, code=f"S{number}", title=f"S{number}", has_exam=number < 3
        )
        Exam.objects.create(
            organisation=period.organisation, period=period, subject=subject, title=subject.title, address="",
            opens_at=exam.opens_at, closes_at=exam.closes_at, format=Format.WRITTEN,
        )  # fmt: skip
    Exam.objects.filter(pk=exam.pk).update(period=period)  # of no subject: it counts
    with django_assert_num_queries(6):
        row = client.get(reverse("exams:periods")).context["rows"][0][0]
    assert (row.taught, row.planned) == (5, 4)
    with django_assert_num_queries(10):
        page = client.get(reverse("exams:period", args=[period.uuid]))
    lines = {line.format: (line.subjects, line.exams) for line in page.context["lines"]}
    assert lines == {Format.TEST: (3, 1), Format.WRITTEN: (0, 5)}


def test_a_faculty_has_its_mail_and_its_office(client, organisation):
    form = {"name": "Құқық", "mail": "law@example.kz", "dean_office": "204, 45-11-22"}
    client.post(reverse("exams:faculty_new"), form)
    faculty = Faculty.objects.get()
    assert (faculty.mail, faculty.dean_office) == ("law@example.kz", "204, 45-11-22")
