"""The student's calendar: its page and its feed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conftest import make_user
from oes.exams.calendar_links import make_link, token_of
from oes.exams.models import Accommodation, CalendarLink, Enrolment, Exam, Place, Seat, SeatBooking
from oes.journal.models import Entry

PAGE = reverse("portal:calendar")


def feed_of(token: str) -> str:
    return reverse("portal:calendar_feed", args=[token])


def lines_of(answer) -> list[str]:
    return answer.content.decode().replace("\r\n ", "").split("\r\n")


@pytest.fixture
def client(signed_in, aigerim):
    return signed_in(aigerim)


def test_the_student_makes_renews_and_ends_the_link(client, enrolment, aigerim):
    assert "exams.ics" not in client.get(PAGE).content.decode()
    client.post(PAGE, {"do": "make"})
    shown = client.get(PAGE).context
    first = feed_of(token_of(CalendarLink.objects.get()))
    assert shown["address"] == f"http://testserver{first}"
    assert shown["subscribe"] == f"webcal://testserver{first}"
    assert Client().get(first).status_code == 200
    client.post(PAGE, {"do": "make"})
    second = feed_of(token_of(CalendarLink.objects.get()))
    assert [Client().get(address).status_code for address in (first, second)] == [404, 200]
    for _ in range(2):
        client.post(PAGE, {"do": "end"})
    client.post(PAGE, {"do": "nonsense"})
    assert Client().get(second).status_code == 404
    told = Entry.objects.filter(action__startswith="calendar").values_list("action", "chain__subject")
    assert list(told) == [
        ("calendar_link_made", aigerim.uuid), ("calendar_link_made", aigerim.uuid),
        ("calendar_link_ended", aigerim.uuid),
    ]  # fmt: skip


def test_the_feed_holds_the_students_own_exams_with_extra_time(enrolment, aigerim, daniyar, admin, organisation):
    exam = enrolment.exam
    Exam.objects.filter(pk=exam.pk).update(title="Дерекқор; жүйелер, 2", format="written")
    Accommodation.objects.create(
        student=aigerim, extra_minutes=30, valid_from=timezone.localdate() - timedelta(days=2), added_by=admin
    )
    theirs = Exam.objects.create(
        organisation=organisation, title="Theirs", address="", opens_at=exam.opens_at, closes_at=exam.closes_at
    )
    Enrolment.objects.create(exam=theirs, student=daniyar)
    aigerim.user.language = "en"
    aigerim.user.save()
    answer = Client().get(feed_of(token_of(make_link(student=aigerim))))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    lines = lines_of(answer)
    assert lines.count("BEGIN:VEVENT") == 1
    assert f"UID:{exam.uuid}@{organisation.uuid}" in lines
    assert f"DTSTART:{exam.opens_at:%Y%m%dT%H%M%SZ}" in lines
    assert f"DTEND:{exam.closes_at + timedelta(minutes=30):%Y%m%dT%H%M%SZ}" in lines
    assert "SUMMARY:Дерекқор\\; жүйелер\\, 2" in lines
    assert "LOCATION:room 204" in lines
    assert any(line.startswith("DESCRIPTION:written · 60 minutes\\n") for line in lines)
    assert aigerim.full_name not in answer.content.decode()


def test_a_booked_seat_is_where_and_when_the_event_is(enrolment, aigerim, organisation):
    exam = enrolment.exam
    place = Place.objects.create(organisation=organisation, name="312", kind="class", address="2-корпус; 3-қабат")
    starts = exam.opens_at + timedelta(hours=2)
    SeatBooking.objects.create(
        seat=Seat.objects.create(place=place, number=7), enrolment=enrolment, starts_at=starts,
        ends_at=starts + timedelta(hours=1), code="AAAAAA",
    )  # fmt: skip
    aigerim.user.language = "en"
    aigerim.user.save()
    feed = feed_of(token_of(make_link(student=aigerim)))
    lines = lines_of(Client().get(feed))
    assert "LOCATION:312\\, seat 7\\, 2-корпус\\; 3-қабат" in lines
    assert f"DTSTART:{starts:%Y%m%dT%H%M%SZ}" in lines
    later = exam.opens_at + timedelta(days=9)
    Exam.objects.filter(pk=exam.pk).update(opens_at=later, closes_at=later + timedelta(hours=1))
    assert f"DTSTART:{later:%Y%m%dT%H%M%SZ}" in lines_of(Client().get(feed))


def test_the_feed_asks_the_database_a_fixed_number_of_times(aigerim, exam, django_assert_max_num_queries):
    token = token_of(make_link(student=aigerim))
    for number in range(12):
        more = Exam.objects.create(
            organisation=exam.organisation, title=f"E{number}", address="", opens_at=exam.opens_at,
            closes_at=exam.closes_at,
        )  # fmt: skip
        Enrolment.objects.create(exam=more, student=aigerim)
    with django_assert_max_num_queries(6):
        assert Client().get(feed_of(token)).status_code == 200


def test_wrong_links_open_nothing(aigerim, settings):
    token = token_of(make_link(student=aigerim))
    last = "0" if token[-1] != "0" else "1"
    for wrong in (token[:-1] + last, token[:32], token + "0", "x" * 64, "ә" * 64, "0" * 64):
        assert Client().get(feed_of(wrong)).status_code == 404
    settings.SECRET_KEY = "another"
    assert Client().get(feed_of(token)).status_code == 404


def test_an_account_out_of_use_has_no_calendar(aigerim):
    token = token_of(make_link(student=aigerim))
    aigerim.user.is_active = False
    aigerim.user.save()
    assert Client().get(feed_of(token)).status_code == 404


def test_only_students_have_one(signed_in, organisation):
    assert signed_in(make_user(organisation, "t", "teacher")).get(PAGE).status_code == 403


def test_my_exams_lead_to_it_and_tell_the_moments_to_the_device(client, enrolment, organisation):
    page = client.get(reverse("recorder:home")).content.decode()
    exam = enrolment.exam
    assert f'href="{PAGE}"' in page
    assert f'data-from="{int(exam.opens_at.timestamp())} 18000"' in page
    assert f'data-zone="{organisation.time_zone}"' in page
