"""Writes about places and seats: a seat belongs to one student at a time, however many ask at once."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import User
from oes.domain.codes import shown_code
from oes.domain.seats import CheckIn, Hours, Slot, free_seats, is_open
from oes.exams.models import Enrolment, Place, PlaceHours, Seat, SeatBooking
from oes.exams.seat_queries import live, slots_for
from oes.journal import services as journal
from oes.lib.codes import drawn_code
from oes.lib.moments import full_moment
from oes.notices.services import notify

CODE_LETTERS = 6
HELP_PAGE = "/help/"


class SeatRefused(Exception):
    """The seat cannot be given or used. `code`: full, closed, over, booked, early, used, in_use."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def save_place(*, place: Place, hours: Iterable[Hours], seats: int, by: User) -> Place:
    """Store a place with its hours and so many seats, numbered from 1. A stored uuid is a form sent twice.

    SeatRefused: in_use, where a seat that would go has a booking; nothing changes then.
    """
    known = None if place.pk else Place.objects.filter(uuid=place.uuid, organisation=place.organisation).first()
    if known:
        return known
    place.save()
    place.hours.all().delete()
    PlaceHours.objects.bulk_create(
        PlaceHours(place=place, weekday=row.weekday, opens=row.opens, closes=row.closes) for row in hours
    )
    too_many = place.seats.filter(number__gt=seats)
    if SeatBooking.objects.filter(seat__in=too_many).exists():
        raise SeatRefused("in_use")
    too_many.delete()
    there = set(place.seats.values_list("number", flat=True))
    Seat.objects.bulk_create(Seat(place=place, number=n) for n in range(1, seats + 1) if n not in there)
    journal.append(
        subject=place.organisation.uuid, action="place_saved", actor=by.uuid, place=str(place.uuid), seats=seats
    )
    return place


@transaction.atomic
def book_seat(*, enrolment: Enrolment, place: Place, slot: Slot, now: datetime | None = None) -> SeatBooking:
    """Give the student a free seat for a time. The same asked twice returns the one booking. SeatRefused otherwise.

    Whoever books at this place waits for the lock: the last seat goes to one student only.
    """
    now = now or timezone.now()
    enrolment = _locked_enrolment(enrolment)
    Place.objects.select_for_update().get(pk=place.pk)
    mine = live().filter(enrolment=enrolment, ends_at__gt=now).first()
    if mine:
        if mine.seat.place_id == place.pk and mine.slot == slot:
            return mine
        raise SeatRefused("booked")
    if slot not in slots_for(enrolment, now):
        raise SeatRefused("over")
    zone = ZoneInfo(enrolment.student.organisation.time_zone)
    if not place.is_shown or not is_open([row.value() for row in place.hours.all()], slot, zone):
        raise SeatRefused("closed")
    free = _free(place, slot)
    if not free:
        raise SeatRefused("full")
    booking = SeatBooking.objects.create(
        seat=free[0], enrolment=enrolment, starts_at=slot.starts_at, ends_at=slot.ends_at, code=_new_code(),
        booked_at=now,
    )  # fmt: skip
    _tell(booking, enrolment.student.user, "seat_booked")
    _inform(booking, _("A seat is booked: %(place)s, seat %(seat)s"), _BOOKED)
    return booking


_BOOKED = _(
    "%(exam)s, %(start)s. Place: %(place)s, seat %(seat)s. Show this code when you come: %(code)s. You are let in from"
    " half an hour before."
)
_MOVED = _(
    "Your seat for %(exam)s is out of order. Your new one at the same time: %(place)s, seat %(seat)s. Code: %(code)s."
)
_LOST = _(
    "Your seat for %(exam)s, %(place)s, is out of order and no other one is free there at that time. Please book"
    " another."
)


def _locked_enrolment(enrolment: Enrolment) -> Enrolment:
    rows = Enrolment.objects.select_for_update(of=("self",))
    return rows.select_related("exam", "student__organisation", "student__user").get(pk=enrolment.pk)


def _free(place: Place, slot: Slot) -> list[Seat]:
    """Return the usable seats that nobody has during a slot, by number. Two queries."""
    seats = {seat.pk: seat for seat in place.seats.filter(is_usable=True)}
    overlapping = live().filter(seat__in=seats, starts_at__lt=slot.ends_at, ends_at__gt=slot.starts_at)
    taken = [(booking.seat_id, booking.slot) for booking in overlapping]
    return [seats[pk] for pk in free_seats(list(seats), taken, slot)]


def _new_code() -> str:
    """Return a code that no booking in use has."""
    while live().filter(code=(code := drawn_code(CODE_LETTERS)), ends_at__gt=timezone.now()).exists():
        pass
    return code


@transaction.atomic
def cancel_booking(*, booking: SeatBooking, by: User, now: datetime | None = None) -> bool:
    """Give a seat back; False, and nothing changes, once the student was let in or the time is over."""
    now = now or timezone.now()
    rows = live().filter(pk=booking.pk, checked_in_at=None, ends_at__gt=now)
    if not rows.update(cancelled_at=now):
        return False
    _tell(booking, by, "seat_cancelled")
    return True


@transaction.atomic
def let_in(*, booking: SeatBooking, by: User, now: datetime | None = None) -> SeatBooking:
    """Note that the student came and was let in. SeatRefused: early, over, used."""
    now = now or timezone.now()
    state = booking.check_in(now)
    if state is not CheckIn.OPEN:
        raise SeatRefused(state.value)
    if not live().filter(pk=booking.pk, checked_in_at=None).update(checked_in_at=now, checked_in_by=by):
        raise SeatRefused("used")
    _tell(booking, by, "seat_checked_in")
    booking.refresh_from_db()
    return booking


@transaction.atomic
def set_seat(*, seat: Seat, usable: bool, by: User, now: datetime | None = None) -> tuple[int, int]:
    """Take a seat out of use or back. Who had booked it gets another one, or is told: returns both numbers."""
    now = now or timezone.now()
    Place.objects.select_for_update().get(pk=seat.place_id)
    if not Seat.objects.filter(pk=seat.pk, is_usable=not usable).update(is_usable=usable):
        return 0, 0
    journal.append(
        subject=seat.place.organisation.uuid, action="seat_set", actor=by.uuid, place=str(seat.place.uuid),
        seat=seat.number, usable=usable,
    )  # fmt: skip
    if usable:
        return 0, 0
    rows = (
        live()
        .filter(seat=seat, ends_at__gt=now, checked_in_at=None)
        .select_related(
            "seat__place", "enrolment__exam", "enrolment__student__organisation", "enrolment__student__user"
        )
    )
    moved = [_moved(booking, by, now) for booking in rows]
    return sum(moved), len(moved) - sum(moved)


def _moved(booking: SeatBooking, by: User, now: datetime) -> bool:
    free = _free(booking.seat.place, booking.slot)
    if free:
        booking.seat = free[0]
        booking.save(update_fields=["seat"])
        _tell(booking, by, "seat_moved")
        _inform(booking, _("Your seat has changed"), _MOVED)
        return True
    SeatBooking.objects.filter(pk=booking.pk).update(cancelled_at=now)
    _tell(booking, by, "seat_cancelled")
    _inform(booking, _("Your seat is not available"), _LOST)
    return False


def _tell(booking: SeatBooking, by: User, action: str) -> None:
    journal.append(
        subject=booking.enrolment.student.uuid, action=action, actor=by.uuid, booking=str(booking.uuid),
        exam=str(booking.enrolment.exam.uuid), place=str(booking.seat.place.uuid), seat=booking.seat.number,
    )  # fmt: skip


def _inform(booking: SeatBooking, title: Promise, text: Promise) -> None:
    student, exam = booking.enrolment.student, booking.enrolment.exam
    notify(
        users=[student.user], kind="seat", title=title, text=text, path=HELP_PAGE, exam=exam.title,
        place=booking.seat.place.name, seat=booking.seat.number, code=shown_code(booking.code),
        start=full_moment(booking.starts_at, ZoneInfo(student.organisation.time_zone))[:16],
    )  # fmt: skip
