"""Staff keep places; students are let in by their code."""

from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR

from oes.domain.seats import Hours
from oes.exams.models import Place, PlaceKind, SeatBooking
from oes.exams.seat_services import save_place
from oes.portal.templatetags.portal import hours_lines

pytestmark = pytest.mark.usefixtures("in_english")

WEEK = [Hours(day, time(0), time(23, 59, 59)) for day in range(7)]
FORM = {
    "uuid": "6f1c9e9e-58c5-4bb5-8c7e-9a0f8a5f2a11", "name": "Class 3", "kind": "computers", "seats": "4",
    "is_shown": "on",
    "opens_0": "09:00", "closes_0": "18:00", "opens_1": "09:00", "closes_1": "18:00",
}  # fmt: skip


@pytest.fixture
def place(organisation, admin) -> Place:
    row = Place(organisation=organisation, name="Library", kind=PlaceKind.CAMERAS)
    return save_place(place=row, hours=WEEK, seats=2, by=admin)


@pytest.fixture
def booking(place, enrolment) -> SeatBooking:
    exam = enrolment.exam
    return SeatBooking.objects.create(
        seat=place.seats.get(number=1), enrolment=enrolment, starts_at=exam.opens_at, ends_at=exam.closes_at,
        code="K7M4QX",
    )  # fmt: skip


def test_a_form_sent_twice_makes_one_place(signed_in, registrar):
    client = signed_in(registrar)
    for _ in range(2):
        assert client.post(reverse("portal:place_new"), FORM).status_code == 302
    place = Place.objects.prefetch_related("hours").get()
    assert (place.seats.count(), hours_lines(place)) == (4, [f"{WEEKDAYS_ABBR[0]}–{WEEKDAYS_ABBR[1]} 09:00–18:00"])


@pytest.mark.parametrize(
    "wrong",
    [{"closes_0": "08:00"}, {"closes_1": ""}, {"opens_0": "25:00"}, {"seats": "9999"}, {"name": ""}, {"uuid": "x"}],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(signed_in, registrar, wrong):
    answer = signed_in(registrar).post(reverse("portal:place_new"), FORM | {"address": "Third floor"} | wrong)
    assert answer.status_code == 200 and not Place.objects.exists()
    assert b"Third floor" in answer.content and b"is-error" in answer.content


def test_fewer_seats_than_are_booked_are_refused(signed_in, registrar, place, booking):
    form = {name: value for name, value in FORM.items() if name != "uuid"} | {"uuid": str(place.uuid), "seats": "0"}
    answer = signed_in(registrar).post(reverse("portal:place_edit", args=[place.uuid]), form)
    place.refresh_from_db()
    assert answer.status_code == 200 and place.name == "Library" and place.seats.count() == 2


def test_the_place_shows_who_comes_in_a_fixed_number_of_queries(
    signed_in, registrar, place, booking, django_assert_num_queries
):
    client = signed_in(registrar)
    with django_assert_num_queries(10):
        page = client.get(reverse("portal:place", args=[place.uuid]))
    assert booking.enrolment.student.full_name in page.content.decode()


def test_the_list_asks_a_fixed_number_of_queries(signed_in, registrar, organisation, django_assert_num_queries):
    for n in range(3):
        save_place(
            place=Place(organisation=organisation, name=f"P{n}", kind="room"), hours=WEEK, seats=1, by=registrar
        )  # fmt: skip
    client = signed_in(registrar)
    with django_assert_num_queries(7):
        client.get(reverse("portal:places"))


def test_a_code_lets_in_once(signed_in, proctor, booking):
    client, url = signed_in(proctor), reverse("portal:check_in")
    assert booking.enrolment.student.full_name in client.get(url, {"code": "k7m-4qx"}).content.decode()
    assert "Let in at" in client.post(url, {"code": "K7M4QX"}).content.decode()
    assert "has been let in already" in client.post(url, {"code": "K7M4QX"}).content.decode()
    booking.refresh_from_db()
    assert booking.checked_in_by == proctor


def test_a_wrong_code_finds_nobody(signed_in, proctor, booking):
    client, url = signed_in(proctor), reverse("portal:check_in")
    assert "No seat has this code" in client.get(url, {"code": "AAAAAA"}).content.decode()
    assert "No seat has this code" in client.post(url, {"code": "\x00💥" * 50}).content.decode()


def test_who_comes_too_early_waits(signed_in, proctor, booking):
    SeatBooking.objects.update(starts_at=timezone.now() + timedelta(hours=1))
    page = signed_in(proctor).get(reverse("portal:check_in"), {"code": "K7M4QX"}).content.decode()
    assert "too early" in page and "Let in</button>" not in page


def test_a_seat_goes_out_of_use_and_comes_back(signed_in, registrar, place, booking):
    client, url = signed_in(registrar), reverse("portal:seat_set", args=[place.uuid, 1])
    page = client.post(url, {"usable": "no"}, follow=True).content.decode()
    booking.refresh_from_db()
    assert booking.seat.number == 2 and "1 student was given another seat" in page
    client.post(url, {"usable": "yes"})
    assert place.seats.filter(is_usable=True).count() == 2
    assert client.post(reverse("portal:seat_set", args=[place.uuid, 77])).status_code == 404
