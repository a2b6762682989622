"""The student's calendar: the page with its secret link, and the feed behind it."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from oes.accounts.access import role_required
from oes.accounts.models import Role
from oes.exams import calendar_links
from oes.portal.calendar import student_calendar
from oes.recorder.queries import student_of


@role_required(Role.STUDENT)
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """Show the link; `make` makes it or another in its place, `end` ends it."""
    student = student_of(request.user)  # type: ignore[arg-type]
    if request.method == "POST":
        if request.POST.get("do") == "make":
            calendar_links.make_link(student=student)
        elif request.POST.get("do") == "end":
            calendar_links.end_link(student=student)
        return redirect("portal:calendar")
    link, context = calendar_links.link_of(student), {"student": student}
    if link:
        address = request.build_absolute_uri(reverse("portal:calendar_feed", args=[calendar_links.token_of(link)]))
        context |= {"link": link, "address": address, "subscribe": f"webcal:{address.partition(':')[2]}"}
    return render(request, "portal/calendar.html", context)


@login_not_required
@require_safe
def calendar_feed(request: Any, token: str) -> HttpResponse:
    """Answer the exams of the student whose link it is; calendar programs ask without signing in."""
    student = calendar_links.student_of_token(request.organisation, token)
    if student is None:
        raise Http404
    text = student_calendar(
        student,
        at=timezone.now(),
        language=student.user.language or settings.LANGUAGE_CODE,
        absolute=request.build_absolute_uri,
    )
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="exams.ics"'
    response["Cache-Control"] = "private, no-cache"
    return response
