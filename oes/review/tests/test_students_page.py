"""The students page: who is listed, in which order, with which totals (G5-G9)."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from conftest import make_student
from oes.review.queries import student_list
from oes.violations.models import StudentSummary
from tests.scenes import Seen, authorise, sit


@pytest.fixture
def page(signed_in, admin):
    client = signed_in(admin)
    client.cookies["django_language"] = "en"
    return lambda **query: client.get(reverse("review:students"), query)


def names(organisation, language="ru", **filters) -> list[str]:
    return [row.name for row in student_list(organisation=organisation, language=language, **filters).rows]


def put(organisation, login, name, **summary):
    student = authorise(make_student(organisation, login, name, "ИС-21-1"))
    StudentSummary.objects.create(student=student, **summary)
    return student


def test_it_sends_strangers_to_the_sign_in(client, settings, organisation):
    settings.LOGIN_URL = "/sign-in/"
    assert client.get(reverse("review:students")).url.startswith("/sign-in/")


@pytest.mark.parametrize("who", ["proctor", "aigerim", "outsider"])
def test_it_refuses_everybody_but_the_administration(who, signed_in, request, organisation):
    assert signed_in(request.getfixturevalue(who)).get(reverse("review:students")).status_code == 403


def test_it_lists_only_those_who_have_signed_in(page, aigerim, daniyar):
    authorise(aigerim)
    shown = page().content.decode()
    assert aigerim.full_name in shown
    assert daniyar.full_name not in shown


def test_it_lists_nobody_of_another_institution(organisation, outsider, aigerim):
    authorise(aigerim)
    assert names(outsider.organisation) == []


def test_a_student_without_exams_has_zeroes_and_a_dash(organisation, aigerim):
    authorise(aigerim)
    (row,) = student_list(organisation=organisation, language="ru").rows
    assert (row.exams, row.minutes, row.trust.number) == (0, 0, "-")


def test_those_without_evidence_come_first_then_the_lowest_and_the_dash_last(organisation):
    put(organisation, "a", "А", trust_percent=None)
    put(organisation, "b", "Б", trust_percent=90, worst_percent=90)
    put(organisation, "c", "В", trust_percent=0, worst_percent=0)
    put(organisation, "d", "Г", trust_percent=95, worst_percent=95, insufficient=True, least_coverage=0.3)
    authorise(make_student(organisation, "e", "Д", "ИС-21-1"))
    assert names(organisation) == ["Г", "В", "Б", "А", "Д"]


def test_equal_trust_is_ordered_by_the_worst_exam_then_by_name(organisation):
    put(organisation, "a", "Яна", trust_percent=60, worst_percent=20)
    put(organisation, "b", "Іңкәр", trust_percent=60, worst_percent=40)
    put(organisation, "c", "Әсел", trust_percent=60, worst_percent=40)
    assert names(organisation) == ["Яна", "Әсел", "Іңкәр"]


def test_kazakh_names_follow_the_alphabet_of_the_interface(organisation):
    for login, name in enumerate(("Ыбырай", "Іңкәр", "Ясмин", "Ұлпан", "Әсел", "Асан")):
        authorise(make_student(organisation, str(login), name, "ИС-21-1"))
    assert names(organisation, "kk") == ["Асан", "Әсел", "Ұлпан", "Ыбырай", "Іңкәр", "Ясмин"]
    assert names(organisation, "ru") == ["Асан", "Әсел", "Іңкәр", "Ұлпан", "Ыбырай", "Ясмин"]


@pytest.mark.parametrize("typed", ["әділ", "ӘДІЛБАЕВА", "айгерім әділ", "  Айгерім ", "%", "қызы"])
def test_a_name_is_found_in_any_letter_case_and_order(organisation, aigerim, typed):
    authorise(aigerim)
    assert names(organisation, name=typed) == ([] if typed == "%" else [aigerim.full_name])


def test_the_group_filter_narrows_the_list_and_its_totals(page, exam, aigerim, daniyar):
    sit(aigerim, exam, minutes=10)
    sit(daniyar, exam, minutes=20)
    shown = page(group=str(aigerim.study_group.uuid)).content.decode()
    assert daniyar.full_name not in shown
    assert "0 hours, 10 minutes" in totals(shown)


def test_an_unknown_group_or_page_does_no_harm(page, aigerim):
    authorise(aigerim)
    assert aigerim.full_name in page(group="nonsense", page="x").content.decode()


def test_the_totals_are_the_sums_of_what_is_displayed(organisation, exam, aigerim, daniyar):
    sit(aigerim, exam, minutes=4.9)
    sit(aigerim, exam, minutes=2.9)  # too short to count, but its two minutes do
    sit(daniyar, exam, minutes=6.99)
    listing = student_list(organisation=organisation, language="ru")
    assert [row.minutes for row in listing.rows] == [6, 6]
    assert (listing.totals.exams, listing.totals.minutes) == (2, 12)


def test_the_totals_cover_all_pages(organisation):
    for number in range(51):
        put(organisation, f"s{number}", f"Студент {number}", exams=1, displayed_minutes=2, trust_percent=number)
    listing = student_list(organisation=organisation, language="ru", page="2")
    assert len(listing.rows) == 1
    assert (listing.totals.exams, listing.totals.minutes) == (51, 102)


def test_exactly_three_minutes_do_not_count(organisation, exam, aigerim):
    began = timezone.now() - timedelta(hours=1)
    sit(aigerim, exam, minutes=3, started_at=began)
    (row,) = student_list(organisation=organisation, language="ru").rows
    assert (row.exams, row.minutes, row.trust.number) == (0, 3, "-")


def test_it_shows_trust_as_number_bar_and_word_with_the_direct_violations(page, exam, aigerim):
    sit(aigerim, exam, minutes=60, seen=[Seen("second_person", 600, 630), Seen("looked_away", 700, 760)])
    shown = page().content.decode()
    assert "79%" in shown
    assert 'style="--v:79%"' in shown
    assert "medium" in shown
    assert "1 direct" in shown


def test_it_shows_the_coverage_where_evidence_is_insufficient(page, exam, aigerim):
    sit(aigerim, exam, minutes=60, covered=0.799)
    shown = page().content.decode()
    assert "Insufficient evidence" in shown
    assert "79% recorded" in shown


def test_an_empty_list_says_what_to_do(page, organisation):
    assert "No students yet" in page().content.decode()
    assert "Nobody found" in page(name="Zzz").content.decode()


def test_names_are_escaped(page, organisation):
    authorise(make_student(organisation, "x", "<script>alert(1)</script>", "ИС-21-1"))
    assert "<script>alert" not in page().content.decode()


def test_the_number_of_queries_does_not_depend_on_the_number_of_rows(
    page, organisation, exam, aigerim, daniyar, django_assert_num_queries
):
    sit(aigerim, exam)
    page()
    for number in range(20):
        put(organisation, f"s{number}", f"Студент {number}", exams=1)
    sit(daniyar, exam)
    with django_assert_num_queries(9):
        page()


def totals(html: str) -> str:
    return re.search(r'id="totals".*?</dl>', html, re.S).group()


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield
