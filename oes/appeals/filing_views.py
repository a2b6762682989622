"""Appeals as a student sees them: the instruction, the form, the receipt, how each stands."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oes.accounts.access import role_required
from oes.accounts.models import Role
from oes.appeals import filing, filing_queries
from oes.appeals.deadlines import STUDENT_DAYS, rules_of
from oes.appeals.filing_basis import Basis, bases_of, basis_of
from oes.appeals.filing_documents import appeal_document
from oes.appeals.filing_forms import AgainForm, FilingForm, files_of, sent
from oes.appeals.filing_lines import choices_of
from oes.appeals.filing_links import appeal_links
from oes.appeals.filing_words import LIMITS, refusal
from oes.appeals.models import Appeal
from oes.appeals.moving import AppealRefused
from oes.domain.appeal_state import OPEN, AppealState, may_follow
from oes.exams.models import Student
from oes.exams.period_queries import current_period
from oes.lib.canonical import digest
from oes.recorder.queries import student_of

students = role_required(Role.STUDENT)
METHODS = ["GET", "HEAD", "POST"]
UNTAKEN = 422
"""A form that was not taken; its page has what was typed."""


@login_not_required
@require_safe
def instruction(request: Any) -> HttpResponse:
    """How to appeal, for everybody, from the rules of the institution (W14)."""
    user, organisation = request.user, request.organisation
    ours = user.is_authenticated and user.organisation_id == organisation.pk
    context = {
        "student": getattr(user, "student", None) if ours else None,
        "rules": rules_of(organisation),
        "period": current_period(organisation, timezone.localdate(), published=True),
        "student_days": STUDENT_DAYS,
        "limits": LIMITS,
    }
    return render(request, "appeals/instruction.html", context)


@students
@never_cache
@require_safe
def mine(request: Any) -> HttpResponse:
    """The student's appeals, and what else can be appealed against now."""
    student, now = student_of(request.user), timezone.now()
    rows = list(filing_queries.own_appeals(student))
    busy = {row.exam_id for row in rows if row.is_open}
    bases = [one for one in bases_of(student, now) if one.is_open(now) and one.exam.pk not in busy]
    return render(request, "appeals/mine.html", {"student": student, "appeals": rows, "bases": bases})


@students
@never_cache
@require_http_methods(METHODS)
def file(request: Any, exam: uuid.UUID) -> HttpResponse:
    """The form of an appeal against the results of an exam (W15)."""
    student, now = student_of(request.user), timezone.now()
    basis = basis_of(student, exam, now)
    if (open_one := _open(student, basis)) and request.method != "POST":
        return redirect("appeals:state", open_one.uuid)
    form = FilingForm(*sent(request), choices=choices_of(basis, now), initial=first_words(student))
    if request.method == "POST" and form.is_valid():
        try:
            row = filing.file_appeal(
                uuid=form.cleaned_data["uuid"], basis=basis, words=form.words(), lines=form.contested(),
                files=files_of(form.cleaned_data["files"]),
            )  # fmt: skip
        except AppealRefused as error:
            form.add_error(None, refusal(error.code))
        else:
            messages.success(request, gettext("Your appeal was sent. Its number is %(n)d.") % {"n": row.number})
            return _sent(request, row)
    context = {"student": student, "basis": basis, "form": form, "limits": LIMITS, "is_open": basis.is_open(now)}
    return render(request, "appeals/file.html", context, status=UNTAKEN if form.is_bound else 200)


def _sent(request: Any, row: Appeal) -> HttpResponse:
    """Lead to the appeal; the page's script, which stays where it is until the form is taken, goes there by itself."""
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"to": reverse("appeals:state", args=[row.uuid])})
    return redirect("appeals:state", row.uuid)


def _open(student: Student, basis: Basis) -> Appeal | None:
    return Appeal.objects.filter(student=student, exam=basis.exam, state__in=sorted(OPEN)).first()


def first_words(student: Student) -> dict[str, Any]:
    """Return what the form begins with: from the roster, and from the last appeal where there is one. One query."""
    told = {"uuid": uuid.uuid4(), "iin": student.iin, "contacts": student.user.email}
    last = Appeal.objects.filter(student=student).order_by("-pk").first()
    if last:
        told |= {"course": last.course, "programme": last.programme, "contacts": last.contacts}
        told["iin"] = told["iin"] or last.iin
    return told


@students
@never_cache
@require_http_methods(METHODS)
def state(request: Any, appeal: uuid.UUID) -> HttpResponse:
    """One appeal: the receipt, what happened, who has it until when; the form to complete it where it was returned."""
    student = student_of(request.user)
    row = _own_or_404(student, appeal)
    form = AgainForm(*sent(request), lines=row.lines.all(), initial=_as_filed(row))
    if request.method == "POST" and form.is_valid():
        try:
            files = files_of(form.cleaned_data["files"])
            filing.send_again(appeal=row, words=form.words(), texts=form.texts(), files=files)
        except AppealRefused as error:
            form.add_error(None, refusal(error.code))
        else:
            messages.success(request, gettext("Your appeal was sent again."))
            return _sent(request, row)
    context = {
        "student": student, "appeal": row, "form": form, "limits": LIMITS,
        "asks": row.state == AppealState.RETURNED or form.is_bound,
        "sha256": digest(appeal_document(row)),
        "links": appeal_links(request, row),
        "can_withdraw": may_follow(AppealState(row.state), AppealState.WITHDRAWN),
    }  # fmt: skip
    return render(request, "appeals/state.html", context, status=UNTAKEN if form.is_bound else 200)


def _as_filed(row: Appeal) -> dict[str, Any]:
    fields = ("course", "programme", "iin", "contacts", "topics", "text", "faces_agreed")
    return {name: getattr(row, name) for name in fields}


@students
@require_POST
def withdraw(request: Any, appeal: uuid.UUID) -> HttpResponse:
    row = _own_or_404(student_of(request.user), appeal)
    try:
        filing.withdraw(appeal=row, by=request.user)
    except AppealRefused as error:
        messages.error(request, refusal(error.code))
    else:
        messages.success(request, gettext("Your appeal is withdrawn."))
    return redirect("appeals:state", row.uuid)


def _own_or_404(student: Student, appeal: uuid.UUID) -> Appeal:
    return get_object_or_404(filing_queries.own_appeals(student), uuid=appeal)
