"""The connection of an institution, its courses, and the import of a course's roster."""

import secrets
import time
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oes.exams.importing import services as imports
from oes.exams.views.common import page_of
from oes.integrations.classroom import google, services
from oes.integrations.classroom.common import asked, connection_of, name_of, offered
from oes.integrations.classroom.forms import RosterForm
from oes.integrations.classroom.roster import table_of

ASKED = "oes_classroom_asked"
ASKED_SECONDS = 900


@require_safe
@offered
def courses(request: Any) -> HttpResponse:
    """The connection, and the courses that can be read through it."""
    connection = connection_of(request)
    found = asked(request, lambda api: api.courses()) if connection else None
    lines = [(course["id"], name_of(course)) for course in found or []]
    context = {"connection": connection, "answered": found is not None, "page": page_of(request, lines, 50)}
    return render(request, "classroom/courses.html", context | {"back": _back(request)})


@require_POST
@offered
def connect(request: Any) -> HttpResponse:
    """Send the browser to Google. What it has to bring back is bound to this sign-in."""
    state, verifier = google.new_secret(), google.new_secret()
    request.session[ASKED] = {"state": state, "verifier": verifier, "at": time.time()}
    return redirect(google.sign_in_address(state=state, verifier=verifier, back=_back(request)))


@never_cache
@require_safe
@offered
def back(request: Any) -> HttpResponse:
    """Where Google leads back to."""
    kept = request.session.pop(ASKED, None) or {}
    state = request.GET.get("state", "").encode()
    fresh = time.time() - kept.get("at", 0) < ASKED_SECONDS
    if not fresh or not secrets.compare_digest(kept["state"].encode(), state):
        messages.error(request, _("The sign-in at Google was not begun here, or took too long. Connect again."))
    elif "code" not in request.GET:
        messages.error(request, _("Nothing was connected: the permission was not given."))
    else:
        _connect(request, request.GET["code"], kept["verifier"])
    return redirect("classroom:courses")


def _connect(request: Any, code: str, verifier: str) -> None:
    token = ""
    try:
        token = google.refresh_token(code=code, verifier=verifier, back=_back(request))
        account = google.Classroom(token).account()
    except google.Away:
        messages.error(request, _("Google does not answer. Try again in some minutes."))
    except google.Refused as refused:
        messages.error(request, _("Google refused: %(reason)s") % {"reason": str(refused)})
    else:
        services.connect(organisation=request.organisation, token=token, account=account, by=request.user)
        messages.success(request, _("Google Classroom is connected."))
        return
    if token:
        google.revoke(token)


@require_POST
@offered
def disconnect(request: Any) -> HttpResponse:
    if services.disconnect(organisation=request.organisation, by=request.user):
        messages.success(request, _("The connection is removed."))
    else:
        told = _("The connection is removed here. Google could not be told: remove it in the Google account, too.")
        messages.warning(request, told)
    return redirect("classroom:courses")


@require_http_methods(["GET", "HEAD", "POST"])
@offered
def roster(request: Any) -> HttpResponse:
    """Make an import job of a course's roster."""
    course_id = request.GET.get("course", "")
    course = asked(request, lambda api: api.course(course_id)) if course_id else None
    if course is None:
        return redirect("classroom:courses")
    form = RosterForm(request.POST or None, organisation=request.organisation)
    if request.method == "POST" and form.is_valid():
        students = asked(request, lambda api: api.students(course_id))
        if students is not None:
            kind, exam = form.cleaned_data["kind"], form.cleaned_data["exam"]
            told = {"students": students, "exam": exam, "group": form.cleaned_data["group"]}
            file = table_of(organisation=request.organisation, kind=kind, name=name_of(course), **told)
            job = imports.add_job(
                organisation=request.organisation, kind=kind, file=file, key=form.cleaned_data["uuid"],
                period=exam.period if exam else None, by=request.user,
            )  # fmt: skip
            return redirect("exams:import_job", job.uuid)
    return render(request, "classroom/roster.html", {"form": form, "course": name_of(course)})


def _back(request: Any) -> str:
    return str(request.build_absolute_uri(reverse("classroom:back")))
