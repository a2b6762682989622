from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from conftest import make_student
from oes.exams.address import is_web_address, origin_of, origins_in, unknown_fields
from oes.exams.models import Enrolment, Exam

GOOD = {
    "title": "Дерекқор",
    "address": "https://test.example/exam?who={student}&a={attempt}&back={return_link}",
    "opens_at": "2027-01-10T09:00",
    "closes_at": "2027-01-10T12:00",
    "planned_minutes": "60",
    "maximum_attempts": "1",
    "uuid": "7d0ae0f5-52ab-4a83-9a12-4d3a0a0cbb5a",
}


@pytest.fixture
def client(signed_in, admin, settings):
    settings.LANGUAGE_CODE = "en"
    return signed_in(admin)


def test_a_new_exam_is_in_the_time_zone_of_the_organisation(client, organisation):
    organisation.time_zone = "Asia/Almaty"
    organisation.save()
    client.post(reverse("exams:exam_new"), GOOD)
    exam = Exam.objects.get()
    assert exam.opens_at.isoformat() == "2027-01-10T04:00:00+00:00"
    page = client.get(reverse("exams:exam", args=[exam.uuid])).content.decode()
    assert "10.01.2027 09:00" in page
    organisation.time_zone = "Europe/London"
    organisation.save()
    assert "10.01.2027 04:00" in client.get(reverse("exams:exam", args=[exam.uuid])).content.decode()


def test_a_form_sent_twice_makes_one_exam(client):
    first = client.post(reverse("exams:exam_new"), GOOD)
    assert client.post(reverse("exams:exam_new"), GOOD).url == first.url
    assert Exam.objects.count() == 1


def test_the_same_exam_again_is_refused(client):
    client.post(reverse("exams:exam_new"), GOOD)
    again = client.post(reverse("exams:exam_new"), {**GOOD, "uuid": "00000000-52ab-4a83-9a12-4d3a0a0cbb5a"})
    assert "opens at the same moment" in again.content.decode()
    assert Exam.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("address", "ftp://test.example/", "http:// or https://"),
        ("address", "https://test.example/{login}", "Nothing fills in: login"),
        ("address", "https://test.example/{", "Nothing fills in"),
        ("address", "https://{student}.example/", "Not a web address"),
        ("other_origins", "https://quiz.example/path", "Not an origin: https://quiz.example/path"),
        ("other_origins", "https://a.example\nquiz.example", "Not an origin: quiz.example"),
        ("other_origins", "\n".join(f"https://q{n}.example" for n in range(11)), "At most 10 origins"),
        ("other_origins", "https://q.example/" + "x" * 2000, "at most 2000"),
        ("closes_at", "2027-01-10T09:00", "must close after it opens"),
        ("opens_at", "soon", "errors"),
        ("planned_minutes", "0", "greater than or equal to 1"),
        ("maximum_attempts", "99", "less than or equal to 20"),
        ("title", "", "required"),
        ("title", "x" * 201, "at most 200"),
    ],
)
def test_bad_input_is_named_and_kept(client, field, value, words):
    page = client.post(reverse("exams:exam_new"), {**GOOD, field: value}).content.decode()
    assert words in page
    assert value in page
    assert not Exam.objects.exists()


def test_the_address_rules():
    assert unknown_fields("https://x/{student}{attempt}{return_link}") == []
    assert unknown_fields("https://x/{student!r}{}") == ["student!r", "{}"]
    for good in ("http://moodle/exam", "https://10.0.0.5:8443/x?a={student}", "https://университет.қаз/"):
        assert is_web_address(good), good
    for bad in ("javascript:alert(1)", "//x/", "https://", "https://a b/", "https://u:p@x/", "https://x:99999/"):
        assert not is_web_address(bad), bad


def test_an_origin_is_written_as_browsers_write_it():
    for address, origin in {
        "HTTPS://Tests.Example:443/x?a={student}": "https://tests.example",
        "http://tests.example:443/": "http://tests.example:443",
        "https://емтихан.қаз/": "https://xn--80ajjph1aw.xn--80ao21a",
        "http://[0:0:0:0:0:0:0:1]:8080/": "http://[::1]:8080",
        "javascript:alert(1)": "",
        f"https://{'x' * 70}.example/": "",
    }.items():
        assert origin_of(address) == origin, address


def test_origins_are_whole_and_each_named_once():
    assert origins_in(" https://A.example/ \n\nhttps://a.example\nhttp://b.example:8080\n") == [
        "https://a.example",
        "http://b.example:8080",
    ]
    for bad in ("*", "https://*.example", "a.example", "https://a.example/x", "https://a.example?", "https://a.example#x",
                "https://u@a.example", "null", "https://a.example, https://b.example", "ftp://a.example"):  # fmt: skip
        with pytest.raises(ValueError, match=r".+"):
            origins_in(bad)


def test_further_origins_are_kept_and_shown_after_that_of_the_address(client):
    client.post(reverse("exams:exam_new"), {**GOOD, "other_origins": "https://Quiz.example/\r\nhttps://test.example"})
    exam = Exam.objects.get()
    assert exam.origins == ("https://test.example", "https://quiz.example")
    assert "https://quiz.example" in client.get(reverse("exams:exam", args=[exam.uuid])).content.decode()


def test_a_uuid_of_another_institution_is_no_error(client, outsider):
    Exam.objects.create(
        organisation=outsider.organisation, uuid=GOOD["uuid"], title="There", opens_at="2027-01-10T03:00Z",
        closes_at="2027-01-10T09:00Z", planned_minutes=60,
    )  # fmt: skip
    assert client.post(reverse("exams:exam_new"), GOOD).status_code == 302
    assert Exam.objects.filter(title=GOOD["title"]).exists()


def test_a_changed_exam_keeps_its_uuid(client, exam):
    client.post(reverse("exams:exam_edit", args=[exam.uuid]), {**GOOD, "title": "Other"})
    exam.refresh_from_db()
    assert exam.title == "Other"


def test_a_policy_of_another_organisation_cannot_be_chosen(client, outsider):
    from oes.exams.services import current_policy

    theirs = current_policy(outsider.organisation)
    client.post(reverse("exams:exam_new"), {**GOOD, "policy": theirs.pk})
    assert not Exam.objects.exists()


def test_groups_and_students_are_enrolled_once(client, exam, aigerim, daniyar):
    groups = reverse("exams:enrol_groups", args=[exam.uuid])
    for _ in range(2):
        client.post(groups, {"groups": [str(aigerim.study_group.uuid)]})
        client.post(reverse("exams:enrol_student", args=[exam.uuid, daniyar.uuid]))
    assert exam.enrolments.count() == 2
    assert "Choose at least one group" in client.post(groups, follow=True).content.decode()


def test_the_search_offers_those_who_are_not_enrolled(client, exam, aigerim, daniyar):
    card = reverse("exams:exam", args=[exam.uuid])
    assert aigerim.full_name in client.get(card, {"find": "ӘДІЛ"}).content.decode()
    Enrolment.objects.create(exam=exam, student=aigerim)
    assert "Nobody found" in client.get(card, {"find": "ӘДІЛ"}).content.decode()


def test_somebody_with_an_attempt_stays_on_the_list(client, exam, aigerim, attempt, daniyar):
    Enrolment.objects.create(exam=exam, student=daniyar)
    for student in (aigerim, daniyar):
        client.post(reverse("exams:remove_student", args=[exam.uuid, student.uuid]))
    assert [row.student for row in exam.enrolments.all()] == [aigerim]
    page = client.get(reverse("exams:exam", args=[exam.uuid])).content.decode()
    assert "stays on the list" in page


def test_the_card_shows_the_attempts_left(client, exam, attempt):
    Enrolment.objects.update(extra_attempts=2)
    row = client.get(reverse("exams:exam", args=[exam.uuid])).context["page"].object_list[0]
    assert (row.used, row.left) == (1, 2)


def test_exams_are_found_by_title_in_any_case_and_by_state(client, exam):
    later = timezone.now() + timedelta(days=9)
    Exam.objects.create(
        organisation=exam.organisation, title="Ғылым", address="http://x/", opens_at=later, closes_at=later
    )

    def titles(**query):
        return [row.title for row in client.get(reverse("exams:exams"), query).context["page"]]

    assert titles(q="ҒЫЛ") == ["Ғылым"]
    assert titles(state="open") == ["Дерекқор"]
    assert titles(state="planned") == ["Ғылым"]
    assert titles(state="nonsense", page="x") == ["Ғылым", "Дерекқор"]


def test_lists_ask_the_database_a_fixed_number_of_times(client, exam, django_assert_num_queries, organisation):
    for place in range(12):
        student = make_student(organisation, f"s{place}", f"Student {place}", f"G-{place}")
        Enrolment.objects.create(exam=exam, student=student)
    with django_assert_num_queries(8):
        client.get(reverse("exams:exams"))
    with django_assert_num_queries(13):
        client.get(reverse("exams:exam", args=[exam.uuid]))
    with django_assert_num_queries(8):
        client.get(reverse("exams:students_admin"))
    with django_assert_num_queries(6):
        client.get(reverse("exams:groups"))
