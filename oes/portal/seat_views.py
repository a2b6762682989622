"""The student's help page, and booking a seat for an exam."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oes.accounts.access import role_required
from oes.accounts.models import Role
from oes.domain.seats import Slot
from oes.exams import seat_queries, seat_services
from oes.exams.models import Enrolment, Place
from oes.portal import help_queries
from oes.portal.help_words import seat_refusal
from oes.recorder.queries import own_enrolment, student_of

students = role_required(Role.STUDENT)


@students
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Everything that helps during the session: own seats, places, reported problems."""
    student = student_of(request.user)
    return render(request, "portal/help.html", help_queries.help_page(student, timezone.now()))


@students
@require_http_methods(["GET", "HEAD", "POST"])
def seat_book(request: Any, exam_uuid: uuid.UUID) -> HttpResponse:
    student, now = student_of(request.user), timezone.now()
    enrolment = own_enrolment(student, exam_uuid)
    if request.method == "POST" and _booked(request, enrolment):
        return redirect("portal:help")
    enrolment = own_enrolment(student, exam_uuid)
    context = {
        "student": student,
        "exam": enrolment.exam,
        "booking": seat_queries.coming_booking(enrolment, now),
        "places": seat_queries.choices_for(enrolment, now),
    }
    return render(request, "portal/seat_book.html", context)


def _booked(request: Any, enrolment: Enrolment) -> bool:
    """Book what was chosen, or say why not."""
    wanted = _wanted(request, enrolment)
    if wanted is None:
        messages.error(request, gettext("Choose a place and a time."))
        return False
    place, slot = wanted
    try:
        booking = seat_services.book_seat(enrolment=enrolment, place=place, slot=slot)
    except seat_services.SeatRefused as error:
        messages.error(request, seat_refusal(error.code))
        return False
    words = {"place": place.name, "number": booking.seat.number}
    messages.success(request, gettext("Booked: %(place)s, seat %(number)s. Bring the code below.") % words)
    return True


def _wanted(request: Any, enrolment: Enrolment) -> tuple[Place, Slot] | None:
    try:
        key, start = uuid.UUID(request.POST.get("place", "")), parse_datetime(request.POST.get("start", ""))
    except ValueError:
        return None
    places = Place.objects.filter(organisation=enrolment.student.organisation, uuid=key)
    slots = seat_queries.slots_for(enrolment, timezone.now())
    slot = next((slot for slot in slots if start is not None and start.tzinfo and slot.starts_at == start), None)
    place = places.first()
    return (place, slot) if place and slot else None


@students
@require_POST
def seat_cancel(request: Any, booking: uuid.UUID) -> HttpResponse:
    student = student_of(request.user)
    rows = seat_queries.live().select_related("seat__place", "enrolment__exam", "enrolment__student")
    row = get_object_or_404(rows, uuid=booking, enrolment__student=student)
    if seat_services.cancel_booking(booking=row, by=request.user):
        messages.success(request, gettext("The seat is given back."))
    else:
        messages.error(request, gettext("This seat cannot be given back any more."))
    return redirect("portal:help")
