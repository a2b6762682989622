"""The student sees places, books a seat and gives it back."""

from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from oes.domain.seats import Hours
from oes.exams import seat_queries
from oes.exams.models import Place, PlaceKind, SeatBooking
from oes.exams.seat_services import save_place

pytestmark = pytest.mark.usefixtures("in_english")

WEEK = [Hours(day, time(0), time(23, 59, 59)) for day in range(7)]


@pytest.fixture
def place(organisation, admin) -> Place:
    row = Place(organisation=organisation, name="Library", kind=PlaceKind.CAMERAS, note="Key at the desk")
    return save_place(place=row, hours=WEEK, seats=1, by=admin)


@pytest.fixture
def tomorrow(enrolment):
    morning = timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=1)
    enrolment.exam.opens_at, enrolment.exam.closes_at = morning, morning + timedelta(hours=1)
    enrolment.exam.save()
    return enrolment


def wish(place, enrolment):
    return {"place": str(place.uuid), "start": enrolment.exam.opens_at.isoformat()}


def test_a_seat_is_booked_shown_and_given_back(signed_in, aigerim, place, tomorrow):
    client, url = signed_in(aigerim), reverse("portal:seat_book", args=[tomorrow.exam.uuid])
    offered = client.get(url).content.decode()
    assert "Key at the desk" in offered and "1 seat free" in offered
    page = client.post(url, wish(place, tomorrow), follow=True).content.decode()
    booking = SeatBooking.objects.get()
    assert "Library, seat 1" in page and f"{booking.code[:3]}-{booking.code[3:]}" in page
    assert "You have a seat for this exam already" in client.get(url).content.decode()
    client.post(reverse("portal:seat_cancel", args=[booking.uuid]))
    assert not seat_queries.live().exists()


def test_the_value_in_the_form_is_the_one_that_is_read(signed_in, aigerim, place, tomorrow):
    client, url = signed_in(aigerim), reverse("portal:seat_book", args=[tomorrow.exam.uuid])
    value = client.get(url).content.decode().partition('<option value="')[2].partition('"')[0]
    client.post(url, {"place": str(place.uuid), "start": value})
    assert SeatBooking.objects.get().starts_at == tomorrow.exam.opens_at


@pytest.mark.parametrize("wrong", [{"place": "x"}, {"start": "2026-99-99T00:00"}, {"start": "2026-01-01T10:00"}, {}])
def test_a_wish_that_names_nothing_books_nothing(signed_in, aigerim, place, tomorrow, wrong):
    told = wish(place, tomorrow) | wrong if wrong else {}
    answer = signed_in(aigerim).post(reverse("portal:seat_book", args=[tomorrow.exam.uuid]), told)
    assert answer.status_code == 200 and "Choose a place and a time" in answer.content.decode()
    assert not SeatBooking.objects.exists()


def test_a_taken_seat_says_so(signed_in, aigerim, daniyar, place, tomorrow, exam):
    from oes.exams.models import Enrolment

    other = Enrolment.objects.create(exam=exam, student=daniyar)
    signed_in(daniyar).post(reverse("portal:seat_book", args=[exam.uuid]), wish(place, tomorrow))
    page = signed_in(aigerim).post(reverse("portal:seat_book", args=[exam.uuid]), wish(place, tomorrow))
    assert "All seats there were taken a moment ago" in page.content.decode()
    assert "all seats are taken" in page.content.decode()
    assert seat_queries.live().get().enrolment == other


def test_nobody_touches_anothers_seat(signed_in, aigerim, daniyar, place, tomorrow, exam):
    signed_in(aigerim).post(reverse("portal:seat_book", args=[exam.uuid]), wish(place, tomorrow))
    client, booking = signed_in(daniyar), SeatBooking.objects.get()
    assert client.post(reverse("portal:seat_cancel", args=[booking.uuid])).status_code == 404
    assert client.get(reverse("portal:seat_book", args=[exam.uuid])).status_code == 404
    assert client.post(reverse("portal:seat_cancel", args=[uuid4()])).status_code == 404


def test_a_moved_exam_is_told(signed_in, aigerim, place, tomorrow, exam):
    client = signed_in(aigerim)
    client.post(reverse("portal:seat_book", args=[exam.uuid]), wish(place, tomorrow))
    tomorrow.exam.opens_at += timedelta(days=1)
    tomorrow.exam.closes_at += timedelta(days=1)
    tomorrow.exam.save()
    assert "The exam was moved" in client.get(reverse("portal:help")).content.decode()


def test_hidden_places_are_not_shown(signed_in, aigerim, place, tomorrow):
    Place.objects.update(is_shown=False)
    client = signed_in(aigerim)
    assert "Library" not in client.get(reverse("portal:help")).content.decode()
    page = client.get(reverse("portal:seat_book", args=[tomorrow.exam.uuid])).content.decode()
    assert "No place with seats is open" in page


def test_the_help_page_asks_a_fixed_number_of_queries(
    signed_in, aigerim, place, tomorrow, organisation, admin, django_assert_num_queries
):
    for n in range(4):
        row = Place(organisation=organisation, name=f"P{n}", kind=PlaceKind.WIFI)
        save_place(place=row, hours=WEEK, seats=0, by=admin)
    client = signed_in(aigerim)
    with django_assert_num_queries(13):
        client.get(reverse("portal:help"))
