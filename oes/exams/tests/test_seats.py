"""Booking a seat, and being let in."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from oes.domain.seats import Hours
from oes.exams import seat_queries as queries
from oes.exams import seat_services as services
from oes.exams.models import Enrolment, Place, PlaceKind, SeatBooking
from oes.journal.models import Entry
from oes.notices.models import Notice

pytestmark = pytest.mark.usefixtures("in_english")

WHOLE_WEEK = [Hours(day, time(0), time(23, 59, 59)) for day in range(7)]


@pytest.fixture
def place(organisation, admin) -> Place:
    row = Place(organisation=organisation, name="Library 12", kind=PlaceKind.CAMERAS)
    return services.save_place(place=row, hours=WHOLE_WEEK, seats=1, by=admin)


@pytest.fixture
def exam(exam):
    """One hour, tomorrow at ten by the clock of the institution."""
    morning = timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=1)
    exam.opens_at, exam.closes_at = morning, morning + timedelta(hours=1)
    exam.save()
    return exam


def slot_of(enrolment):
    return queries.slots_for(enrolment, timezone.now())[0]


def book(enrolment, place):
    return services.book_seat(enrolment=enrolment, place=place, slot=slot_of(enrolment))


def refused(code, call, **values):
    with pytest.raises(services.SeatRefused) as caught:
        call(**values)
    assert caught.value.code == code


def test_a_booking_has_a_code_is_told_and_noted(place, enrolment):
    booking = book(enrolment, place)
    notice = Notice.objects.get(user=enrolment.student.user)
    assert len(booking.code) == 6 and booking.code[:3] in notice.text and "Library 12" in notice.title
    assert Entry.objects.filter(action="seat_booked", content__booking=str(booking.uuid)).count() == 1


def test_the_same_asked_twice_is_one_booking(place, enrolment):
    assert book(enrolment, place) == book(enrolment, place)
    assert SeatBooking.objects.count() == Notice.objects.count() == 1


def test_the_last_seat_goes_to_one(place, enrolment, exam, daniyar):
    book(enrolment, place)
    second = Enrolment.objects.create(exam=exam, student=daniyar)
    assert [row.free for row in queries.choices_for(second, timezone.now())] == [0]
    refused("full", book, enrolment=second, place=place)


def test_a_seat_given_back_is_free_again(place, enrolment, exam, daniyar):
    booking = book(enrolment, place)
    assert services.cancel_booking(booking=booking, by=enrolment.student.user)
    assert not services.cancel_booking(booking=booking, by=enrolment.student.user)
    assert book(Enrolment.objects.create(exam=exam, student=daniyar), place).seat == booking.seat


def test_a_second_seat_at_another_place_is_refused(place, enrolment, organisation, admin):
    book(enrolment, place)
    other = Place(organisation=organisation, name="Hall", kind=PlaceKind.ROOM)
    other = services.save_place(place=other, hours=WHOLE_WEEK, seats=5, by=admin)
    refused("booked", book, enrolment=enrolment, place=other)
    assert SeatBooking.objects.get().seat.place == place


def test_nobody_books_what_is_closed_hidden_or_over(place, enrolment, exam, admin):
    slot = slot_of(enrolment)
    services.save_place(place=place, hours=[], seats=1, by=admin)
    assert queries.choices_for(enrolment, timezone.now()) == []
    refused("closed", services.book_seat, enrolment=enrolment, place=place, slot=slot)
    refused("over", services.book_seat, enrolment=enrolment, place=place, slot=slot, now=slot.ends_at)


def test_extra_minutes_make_the_time_longer(enrolment, admin):
    from oes.exams.models import Accommodation

    enrolment.student.accommodations.add(
        Accommodation(valid_from=timezone.localdate(), extra_minutes=30, added_by=admin), bulk=False
    )
    slot = slot_of(enrolment)
    assert slot.ends_at - slot.starts_at == timedelta(minutes=90)


def test_a_student_is_let_in_once_and_not_too_early(place, enrolment, proctor):
    booking = book(enrolment, place)
    refused("early", services.let_in, booking=booking, by=proctor)
    came = booking.starts_at - timedelta(minutes=10)
    services.let_in(booking=booking, by=proctor, now=came)
    refused("used", services.let_in, booking=booking, by=proctor, now=came)
    refused("over", services.let_in, booking=booking, by=proctor, now=booking.ends_at)
    assert not services.cancel_booking(booking=booking, by=enrolment.student.user)


def test_the_code_is_found_as_people_type_it(place, enrolment, organisation, outsider):
    booking, now = book(enrolment, place), timezone.now()
    typed = f" {booking.code[:3].lower()}-{booking.code[3:]} "
    assert queries.booking_by_code(organisation, typed, now) == booking
    assert queries.booking_by_code(outsider.organisation, typed, now) is None
    assert queries.booking_by_code(organisation, "", now) is None


def test_an_attempt_has_the_seat_of_its_time(place, enrolment, proctor):
    booking = book(enrolment, place)
    start = booking.starts_at + timedelta(minutes=5)
    assert queries.seat_words(queries.seat_of(enrolment, start)) == "Library 12, seat 1 (booked, not let in)"
    services.let_in(booking=booking, by=proctor, now=start)
    assert queries.seat_words(queries.seat_of(enrolment, start)) == "Library 12, seat 1"
    assert queries.seat_of(enrolment, start - timedelta(days=1)) is None


def test_a_broken_seat_moves_its_student_or_tells(place, enrolment, admin):
    services.save_place(place=place, hours=WHOLE_WEEK, seats=2, by=admin)
    booking = book(enrolment, place)
    assert services.set_seat(seat=booking.seat, usable=False, by=admin) == (1, 0)
    booking.refresh_from_db()
    assert booking.seat.number == 2
    assert services.set_seat(seat=booking.seat, usable=False, by=admin) == (0, 1)
    booking.refresh_from_db()
    assert booking.cancelled_at and Notice.objects.filter(kind="seat").count() == 3


def test_a_seat_with_a_booking_stays(place, enrolment, admin):
    services.save_place(place=place, hours=WHOLE_WEEK, seats=2, by=admin)
    book(enrolment, place)
    assert services.save_place(place=place, hours=WHOLE_WEEK, seats=1, by=admin).seats.count() == 1
    refused("in_use", services.save_place, place=place, hours=WHOLE_WEEK, seats=0, by=admin)


def test_choices_ask_a_fixed_number_of_queries(place, enrolment, organisation, admin, django_assert_num_queries):
    for number in range(3):
        more = Place(organisation=organisation, name=f"Class {number}", kind=PlaceKind.COMPUTERS)
        services.save_place(place=more, hours=WHOLE_WEEK, seats=9, by=admin)
    with django_assert_num_queries(5):
        assert len(queries.choices_for(enrolment, timezone.now())) == 4
