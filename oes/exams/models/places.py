"""Where the institution helps (W16): places with hours and seats, and who has booked a seat for an exam."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import Organisation
from oes.domain.seats import CheckIn, Hours, Slot, check_in_at
from oes.exams.models.exams import Enrolment


class PlaceKind(models.TextChoices):
    """What a place offers. Keys are stored: they never change."""

    ROOM = "room", _("free auditorium")
    COMPUTERS = "computers", _("computer class")
    CAMERAS = "cameras", _("computers with web cameras")
    WIFI = "wifi", _("internet and Wi-Fi zone")


class Place(models.Model):
    """A room or zone that students may use during the session.

    Personal data: none. Kept: as long as the organisation.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="places")
    name = models.CharField(_("name or room number"), max_length=100)
    kind = models.CharField(_("what it offers"), max_length=12, choices=PlaceKind)
    address = models.CharField(_("building, floor, how to find it"), max_length=300, blank=True)
    note = models.CharField(_("note for students"), max_length=500, blank=True)
    is_shown = models.BooleanField(_("students see it"), default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="place_name_once")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PlaceHours(models.Model):
    """When a place is open on one day of the week, by the organisation's clock. Personal data: none. Kept: with it."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    """0 is Monday."""
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "weekday"], name="hours_once_a_day"),
            models.CheckConstraint(condition=models.Q(closes__gt=models.F("opens")), name="hours_have_length"),
        ]
        ordering = ["weekday"]

    def value(self) -> Hours:
        return Hours(self.weekday, self.opens, self.closes)


class Seat(models.Model):
    """One seat of a place. Personal data: none. Kept: with the place."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="seats")
    number = models.PositiveSmallIntegerField()
    is_usable = models.BooleanField(default=True)
    """False while its computer is broken: nobody new can book it."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "number"], name="seat_number_once")]
        ordering = ["number"]


class SeatBooking(models.Model):
    """A student has a seat for an exam. Cancelled, never deleted by people.

    Personal data: when a student was to sit where, and who let them in. Kept: with the enrolment.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="bookings")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="seat_bookings")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    code = models.CharField(max_length=6)
    """By which the student is let in; the letters of `domain.codes`."""
    booked_at = models.DateTimeField(default=timezone.now)
    checked_in_at = models.DateTimeField(null=True)
    checked_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seat", "starts_at"], condition=models.Q(cancelled_at=None), name="seat_booked_once"
            ),
            models.UniqueConstraint(
                fields=["enrolment", "starts_at"], condition=models.Q(cancelled_at=None), name="one_seat_per_student"
            ),
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="booking_has_length"),
        ]
        indexes = [models.Index(fields=["code"], name="booking_code")]
        ordering = ["starts_at"]

    @property
    def slot(self) -> Slot:
        return Slot(self.starts_at, self.ends_at)

    def check_in(self, now: datetime) -> CheckIn:
        """Return whether the student can be let in now."""
        return check_in_at(self.slot, now)

    @property
    def is_beside_exam(self) -> bool:
        """Return whether the exam was moved after the booking: none of it can be sat at this time any more."""
        exam = self.enrolment.exam
        return not self.slot.overlaps(Slot(exam.opens_at, exam.closes_at))
