"""Reads about places and booked seats, each with a fixed number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext

from oes.accounts.models import Organisation
from oes.domain.accommodation import closing_time
from oes.domain.codes import read_code
from oes.domain.seats import EARLY_MINUTES, Slot, free_seats, is_open, slots_of
from oes.exams.models import Enrolment, Place, Seat, SeatBooking
from oes.exams.queries import terms_for


@dataclass(frozen=True, slots=True)
class Choice:
    """A time at a place that a student may book now. `free`: seats that nobody has then."""

    slot: Slot
    free: int


@dataclass(frozen=True, slots=True)
class PlaceChoices:
    place: Place
    choices: tuple[Choice, ...]

    @property
    def free(self) -> int:
        return max((choice.free for choice in self.choices), default=0)


def slots_for(enrolment: Enrolment, at: datetime) -> list[Slot]:
    """Return the times in which the student can sit the exam and that are not over; extra minutes count."""
    exam, terms = enrolment.exam, terms_for(enrolment.student, enrolment.exam, at)
    closes = closing_time(exam.closes_at, terms, 0.0)
    slots = slots_of(exam.opens_at, closes, exam.planned_minutes + terms.extra_minutes)
    return [slot for slot in slots if slot.ends_at > at]


def places(organisation: Organisation) -> QuerySet[Place]:
    """Return all places with their hours (`hours`), their seats (`size`) and those in use (`usable`). Two queries."""
    sizes = {"size": Count("seats"), "usable": Count("seats", filter=Q(seats__is_usable=True))}
    return Place.objects.filter(organisation=organisation).prefetch_related("hours").annotate(**sizes)


def shown_places(organisation: Organisation) -> QuerySet[Place]:
    return places(organisation).filter(is_shown=True)


def choices_for(enrolment: Enrolment, at: datetime) -> list[PlaceChoices]:
    """Return the places with seats that are open while the exam can be sat, with the times. Four queries and terms'."""
    organisation = enrolment.student.organisation
    slots, zone = slots_for(enrolment, at), ZoneInfo(organisation.time_zone)
    if not slots:
        return []
    first, last = slots[0].starts_at, slots[-1].ends_at
    taken = live().filter(starts_at__lt=last, ends_at__gt=first)
    usable = Seat.objects.filter(is_usable=True)
    rows = Place.objects.filter(organisation=organisation, is_shown=True, seats__is_usable=True).distinct()
    rows = rows.prefetch_related("hours", Prefetch("seats", usable), Prefetch("seats__bookings", taken))
    found = [PlaceChoices(place, tuple(_choices(place, slots, zone))) for place in rows]
    return [row for row in found if row.choices]


def _choices(place: Place, slots: Iterable[Slot], zone: ZoneInfo) -> Iterable[Choice]:
    hours, seats = [row.value() for row in place.hours.all()], list(place.seats.all())
    taken = [(seat.pk, booking.slot) for seat in seats for booking in seat.bookings.all()]
    for slot in slots:
        if is_open(hours, slot, zone):
            yield Choice(slot, len(free_seats([seat.pk for seat in seats], taken, slot)))


def live() -> QuerySet[SeatBooking]:
    """Return the bookings that were not cancelled."""
    return SeatBooking.objects.filter(cancelled_at=None)


def with_seats(path: str = "") -> "Prefetch[str]":
    """Return what brings the live bookings with an enrolment that lies at `path`, soonest first. One query."""
    rows = live().select_related("seat__place").order_by("starts_at")
    return Prefetch(f"{path}seat_bookings", rows, to_attr="live_bookings")


def booking_at(bookings: Sequence[SeatBooking], at: datetime) -> SeatBooking | None:
    """Return the booking that is not over, of those that `with_seats` brought."""
    return next((booking for booking in bookings if booking.ends_at > at), None)


def booking_of(bookings: Sequence[SeatBooking], started_at: datetime) -> SeatBooking | None:
    """Return the seat of an attempt that started then, of those that `with_seats` brought: the booking of that time."""
    early = started_at + timedelta(minutes=EARLY_MINUTES)
    return next((row for row in bookings if row.starts_at <= early and row.ends_at > started_at), None)


def seat_of(enrolment: Enrolment, started_at: datetime) -> SeatBooking | None:
    """Return the seat of an attempt that started then. One query."""
    return booking_of(live().filter(enrolment=enrolment).select_related("seat__place"), started_at)


def seat_words(booking: SeatBooking) -> str:
    """Return place and seat as pages show them."""
    words = gettext("%(place)s, seat %(number)s") % {"place": booking.seat.place.name, "number": booking.seat.number}
    return words if booking.checked_in_at else gettext("%(seat)s (booked, not let in)") % {"seat": words}


def number_words(booking: SeatBooking) -> str:
    """Return the number of the seat as reports print it: whether the student was let in there is part of it."""
    number = str(booking.seat.number)
    return number if booking.checked_in_at else gettext("%(seat)s (booked, not let in)") % {"seat": number}


def coming_bookings(place: Place, at: datetime) -> QuerySet[SeatBooking]:
    """Return who comes to a place, soonest first: what is not over. One query."""
    rows = live().filter(seat__place=place, ends_at__gt=at)
    return rows.select_related("seat", "enrolment__exam", "enrolment__student__study_group").order_by(
        "starts_at", "seat__number"
    )


def booking_by_code(organisation: Organisation, typed: str, at: datetime) -> SeatBooking | None:
    """Return the booking of a code, read as people type it, that is not over."""
    rows = live().filter(seat__place__organisation=organisation, code=read_code(typed)[:6], ends_at__gt=at)
    return rows.select_related("seat__place", "enrolment__exam", "enrolment__student__study_group").first()


def coming_booking(enrolment: Enrolment, at: datetime) -> SeatBooking | None:
    """Return the seat that the student has for the exam and whose time is not over. One query."""
    rows = live().filter(enrolment=enrolment, ends_at__gt=at)
    return rows.select_related("seat__place").order_by("starts_at").first()
