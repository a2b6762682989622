"""The page of the exam session (W1, W2)."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oes.exams.models import Exam, ExamPeriod, Faculty, Format, PeriodPlatform, Subject


@pytest.fixture
def period(organisation) -> ExamPeriod:
    today = timezone.localdate()
    return ExamPeriod.objects.create(
        organisation=organisation, title="Қысқы сессия", title_ru="Зимняя сессия", title_en="Winter",
        starts_on=today, ends_on=today + timedelta(days=20),
        is_published=True, call_centre="8 (7262) 45-00-00", conference_id="512 334 990", conference_code="oes2027",
        conference_link="https://meet.example.kz/j/512334990", registrar_mail="registrar@example.kz",
        commission_mail="appeal@example.kz", applications_until=today + timedelta(days=3),
    )  # fmt: skip


@pytest.fixture
def filled(period, exam) -> ExamPeriod:
    """The session with a platform, a faculty, three subjects and one planned exam."""
    organisation = period.organisation
    PeriodPlatform.objects.create(period=period, format="test", name="Univer", address="https://univer.example.kz")
    PeriodPlatform.objects.create(period=period, format="written", name="Microsoft Teams")
    Faculty.objects.create(organisation=organisation, name="Құқық", mail="law@example.kz", dean_office="бөлме 204")
    for number, has_exam in enumerate((True, True, False)):
        kind = Format.TEST if has_exam else Format.CUMULATIVE
        Subject.objects.create(
            organisation=organisation, period=period, code=f"S{number}", title="S", has_exam=has_exam, format=kind
        )
    Exam.objects.filter(pk=exam.pk).update(period=period)
    return period


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            (
                "Winter",
                "Call centre",
                "Virtual office",
                "Subjects taught",
                "Planned obligatory exams",
                "Official mails",
            ),
        ),
        ("ru", ("Зимняя сессия",)),
        ("kk", ("Қысқы сессия",)),
    ],
)
def test_everybody_reads_days_formats_contacts_and_totals(filled, language, words):
    client = Client(headers={"Accept-Language": language})
    answer = client.get(reverse("portal:session"))
    page = answer.content.decode()
    told = (
        f"{filled.starts_on:%d.%m.%Y} – {filled.ends_on:%d.%m.%Y}", "8 (7262) 45-00-00", "512 334 990", "oes2027",
        'href="https://meet.example.kz/j/512334990"', "registrar@example.kz", "appeal@example.kz", "law@example.kz",
        "бөлме 204", 'href="https://univer.example.kz"', "Microsoft Teams", f"{filled.applications_until:%d.%m.%Y}",
    )  # fmt: skip
    assert [one for one in (*told, *words) if one not in page] == []
    assert f'<html lang="{language}">' in page
    for name in ("recorder:home", "rehearsals:begin", "portal:help", "portal:own_applications"):
        assert f'href="{reverse(name)}"' in page
    totals = answer.context["totals"]
    assert (totals.subjects, totals.exams) == (3, 1)
    assert [line.format for line in answer.context["lines"]] == ["test", "written", "cumulative"]


def test_it_asks_the_database_a_fixed_number_of_times(filled, django_assert_num_queries):
    organisation = filled.organisation
    for number in range(7):
        Faculty.objects.create(organisation=organisation, name=f"F{number}")
    with django_assert_num_queries(9):
        Client().get(reverse("portal:session"))


def test_what_is_not_published_is_seen_by_the_office_only(period, registrar, teacher, signed_in, settings):
    settings.LANGUAGE_CODE = "en"
    ExamPeriod.objects.update(is_published=False)
    page = reverse("portal:session_of", args=[period.uuid])
    assert [client.get(page).status_code for client in (Client(), signed_in(teacher))] == [404, 404]
    assert "not published" in signed_in(registrar).get(page).content.decode()
    assert "No exam session is announced yet" in Client().get(reverse("portal:session")).content.decode()


def test_other_sessions_are_a_link_away(period):
    before = period.starts_on - timedelta(days=200)
    summer = ExamPeriod.objects.create(
        organisation=period.organisation, title="Жазғы", starts_on=before, ends_on=before, is_published=True
    )
    answer = Client().get(reverse("portal:session"))
    assert answer.context["period"] == period
    link = reverse("portal:session_of", args=[summer.uuid])
    assert link in answer.content.decode()
    assert Client().get(link).context["period"] == summer


def test_the_sign_in_page_leads_to_it_once_it_is_published(period):
    link = f'href="{reverse("portal:session")}"'
    assert link in Client().get("/sign-in/").content.decode()
    ExamPeriod.objects.update(is_published=False)
    assert link not in Client().get("/sign-in/").content.decode()


@pytest.mark.parametrize(("at", "days"), [("2026-11-22T23:30:00+00:00", 23), ("2026-11-22T02:00:00+00:00", 21)])
def test_the_day_is_the_institutions(organisation, at, days):
    organisation.time_zone = "Pacific/Honolulu" if days == 21 else "Asia/Almaty"
    assert organisation.today(datetime.fromisoformat(at)) == date(2026, 11, days)
