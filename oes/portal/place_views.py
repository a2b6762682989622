"""Staff pages of places: the list, one place with its seats and who comes, letting students in."""

import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oes.accounts.access import role_required
from oes.accounts.exports import exported
from oes.accounts.models import Role
from oes.exams import seat_queries, seat_services
from oes.exams.models import Place, Seat
from oes.exams.views.common import page_of, saved
from oes.portal import help_tables
from oes.portal.help_words import seat_refusal
from oes.portal.place_forms import PlaceForm

keepers = role_required(Role.ADMINISTRATION, Role.REGISTRAR, Role.HELPDESK)
doorkeepers = role_required(Role.ADMINISTRATION, Role.REGISTRAR, Role.HELPDESK, Role.PROCTOR)
METHODS = ["GET", "HEAD", "POST"]


@require_safe
@keepers
def places(request: Any) -> HttpResponse:
    rows = seat_queries.places(request.organisation)
    if file := exported(request, **help_tables.places(rows)):
        return file
    return render(request, "portal/places.html", {"places": rows})


@require_http_methods(METHODS)
@keepers
def place_new(request: Any) -> HttpResponse:
    form = PlaceForm(
        request.POST or None, organisation=request.organisation, instance=Place(), initial={"uuid": uuid.uuid4()}
    )
    if request.method == "POST" and form.is_valid():
        form.instance.uuid = form.cleaned_data["uuid"]
        if _save(request, form):
            return redirect("portal:places")
    return render(request, "portal/place_form.html", {"form": form})


@require_http_methods(METHODS)
@keepers
def place_edit(request: Any, place: uuid.UUID) -> HttpResponse:
    row = _place_or_404(request, place)
    name = row.name
    form = PlaceForm(
        request.POST or None, organisation=request.organisation, instance=row, initial={"uuid": row.uuid}
    )  # fmt: skip
    if request.method == "POST" and form.is_valid() and _save(request, form):
        return redirect("portal:place", place)
    return render(request, "portal/place_form.html", {"form": form, "place": row, "name": name})


def _save(request: Any, form: PlaceForm) -> bool:
    def save() -> None:
        seat_services.save_place(
            place=form.instance, hours=form.hours(), seats=form.cleaned_data["seats"], by=request.user
        )

    try:
        done = saved(form, save)
    except seat_services.SeatRefused:
        form.add_error("seats", gettext("A seat that would go has been booked. Take it out of use instead."))
        return False
    if done:
        messages.success(request, gettext("“%(name)s” is saved.") % {"name": form.instance})
    return done


@require_safe
@keepers
def place(request: Any, place: uuid.UUID) -> HttpResponse:
    row, now = _place_or_404(request, place), timezone.now()
    coming = seat_queries.coming_bookings(row, now)
    with timezone.override(ZoneInfo(request.organisation.time_zone)):
        if file := exported(request, **help_tables.coming(coming)):
            return file
    context = {"place": row, "seats": row.seats.all(), "page": page_of(request, coming, 50)}
    return render(request, "portal/place.html", context)


@require_POST
@keepers
def seat_set(request: Any, place: uuid.UUID, number: int) -> HttpResponse:
    """Take a seat out of use, or back (`usable`)."""
    rows = Seat.objects.select_related("place__organisation").filter(place__organisation=request.organisation)
    seat = get_object_or_404(rows, place__uuid=place, number=number)
    usable = request.POST.get("usable") == "yes"
    moved, lost = seat_services.set_seat(seat=seat, usable=usable, by=request.user)
    said = gettext("Seat %(number)s is in use again.") if usable else gettext("Seat %(number)s is out of use.")
    told = [said % {"number": number}, *_moved_words(moved, lost)]
    messages.success(request, " ".join(told))
    return redirect("portal:place", place)


def _moved_words(moved: int, lost: int) -> list[str]:
    given = ngettext("%(n)d student was given another seat.", "%(n)d students were given other seats.", moved)
    none = ngettext(
        "For %(n)d student there was no other: they were told.",
        "For %(n)d students there was no other: they were told.",
        lost,
    )
    return [text % {"n": count} for text, count in ((given, moved), (none, lost)) if count]


@require_http_methods(METHODS)
@doorkeepers
def check_in(request: Any) -> HttpResponse:
    """Find a booking by the student's code; let the student in."""
    now = timezone.now()
    typed = (request.POST if request.method == "POST" else request.GET).get("code", "")[:40]
    booking = seat_queries.booking_by_code(request.organisation, typed, now) if typed else None
    refusal = ""
    if request.method == "POST" and booking:
        try:
            booking = seat_services.let_in(booking=booking, by=request.user)
        except seat_services.SeatRefused as error:
            refusal = seat_refusal(error.code)
    context = {"typed": typed, "booking": booking, "refusal": refusal}
    if booking:
        context["state"] = booking.check_in(now)
    return render(request, "portal/check_in.html", context)


def _place_or_404(request: Any, place: uuid.UUID) -> Place:
    rows = Place.objects.prefetch_related("hours")
    return get_object_or_404(rows, organisation=request.organisation, uuid=place)
