"""Applications for cumulative assessment: the student's pages, and the dean's office's queue."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oes.accounts.access import role_required
from oes.accounts.exports import exported
from oes.accounts.models import Role
from oes.domain.application_state import ApplicationState, may_follow
from oes.exams.models import Student
from oes.exams.views.common import page_of
from oes.portal import application_queries as queries
from oes.portal import application_services as services
from oes.portal import help_tables
from oes.portal.application_forms import AgainForm, ApplicationForm, DecisionForm
from oes.portal.application_pdf import application_pdf, file_name
from oes.portal.help_words import application_refusal
from oes.portal.models import Application
from oes.recorder.queries import student_of

students = role_required(Role.STUDENT)
office = role_required(Role.ADMINISTRATION, Role.REGISTRAR, Role.DEAN)
METHODS = ["GET", "HEAD", "POST"]


@students
@require_safe
def own_applications(request: Any) -> HttpResponse:
    student = student_of(request.user)
    today = student.organisation.today()
    context = {
        "student": student,
        "applications": queries.own_applications(student),
        "may_apply": queries.subjects_for(student, today).exists(),
    }
    return render(request, "portal/own_applications.html", context)


@students
@require_http_methods(METHODS)
def application_new(request: Any) -> HttpResponse:
    student = student_of(request.user)
    subjects = queries.subjects_for(student, student.organisation.today())
    first = {"uuid": uuid.uuid4(), "contact": request.user.email}
    form = ApplicationForm(request.POST or None, subjects=subjects, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.apply(student=student, **form.cleaned_data)
        except services.ApplicationRefused as error:
            form.add_error(None, application_refusal(error.code))
        else:
            messages.success(request, gettext("Your application was sent to the dean’s office."))
            return redirect("portal:own_application", row.uuid)
    return render(request, "portal/application_new.html", {"student": student, "form": form})


@students
@require_http_methods(METHODS)
def own_application(request: Any, application: uuid.UUID) -> HttpResponse:
    """One application; where it was returned, the form to add to it."""
    student = student_of(request.user)
    row = _own_or_404(student, application)
    returned = row.state == ApplicationState.RETURNED
    form = AgainForm(request.POST or None, initial={"contact": row.contact, "reason": row.reason})
    if request.method == "POST" and form.is_valid():
        try:
            services.send_again(application=row, **form.cleaned_data)
        except services.ApplicationRefused as error:
            form.add_error(None, application_refusal(error.code))
        else:
            messages.success(request, gettext("Your application was sent to the dean’s office."))
            return redirect("portal:own_application", row.uuid)
    can_withdraw = may_follow(ApplicationState(row.state), ApplicationState.WITHDRAWN)
    context = {"student": student, "application": row, "form": form, "can_withdraw": can_withdraw}
    return render(request, "portal/own_application.html", {**context, "asks": returned or form.is_bound})


@students
@require_POST
def application_withdraw(request: Any, application: uuid.UUID) -> HttpResponse:
    row = _own_or_404(student_of(request.user), application)
    try:
        services.withdraw(application=row)
    except services.ApplicationRefused as error:
        messages.error(request, application_refusal(error.code))
    else:
        messages.success(request, gettext("Your application is withdrawn."))
    return redirect("portal:own_application", row.uuid)


@students
@require_safe
def own_application_pdf(request: Any, application: uuid.UUID) -> HttpResponse:
    return _pdf(_own_or_404(student_of(request.user), application))


@office
@require_safe
def applications(request: Any) -> HttpResponse:
    view = request.GET.get("view", "open")
    view = view if view in queries.VIEWS else "open"
    faculties = queries.faculties_of(request.user, request.organisation)
    today = request.organisation.today()
    rows = queries.queue(faculties, view=view)
    if file := exported(request, **help_tables.applications(rows)):
        return file
    context = {
        "page": page_of(request, rows, 50),
        "view": view,
        "today": today,
        "late": queries.late_count(faculties, today),
        "faculties": faculties,
    }
    return render(request, "portal/applications.html", context)


@office
@require_http_methods(METHODS)
def application(request: Any, application: uuid.UUID) -> HttpResponse:
    """One application and the decision about it."""
    row = _office_or_404(request, application)
    form = DecisionForm(request.POST or None, application=row)
    if request.method == "POST" and form.is_valid():
        try:
            services.decide(application=row, by=request.user, **form.cleaned_data)
        except services.ApplicationRefused as error:
            form.add_error(None, application_refusal(error.code))
        else:
            messages.success(request, gettext("Decided. The student is told."))
            return redirect("portal:application", row.uuid)
    today = request.organisation.today()
    exams = services.enrolments_of(row) if form.is_possible else []
    context = {"application": row, "form": form, "today": today, "exams": exams}
    return render(request, "portal/application.html", context)


@office
@require_safe
def application_file(request: Any, application: uuid.UUID) -> HttpResponse:
    return _pdf(_office_or_404(request, application))


def _pdf(row: Application) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{file_name(row)}"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(application_pdf(row, timezone.now()), "application/pdf", headers=headers)


def _own_or_404(student: Student, application: uuid.UUID) -> Application:
    return get_object_or_404(queries.own_applications(student), uuid=application)


def _office_or_404(request: Any, application: uuid.UUID) -> Application:
    """Return an application to a faculty that the user may see: those to others do not exist."""
    faculties = queries.faculties_of(request.user, request.organisation)
    return get_object_or_404(queries.applications(faculties), uuid=application)
