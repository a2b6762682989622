"""Exams and who may sit them."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oes.accounts.exports import exported
from oes.exams import exports, queries, services
from oes.exams.forms.exam import EnrolGroupsForm, ExamForm, NewExamForm
from oes.exams.models import Enrolment, Exam, ExamPeriod, Format, Student, Subject
from oes.exams.staff_queries import duties_at
from oes.exams.views.common import office, page_of, uuid_or_none
from oes.exams.views.phones import words_for

STATES = ("all", "open", "planned", "closed")


@require_safe
@office
def exams(request: Any) -> HttpResponse:
    text, state, now = request.GET.get("q", ""), request.GET.get("state", "all"), timezone.now()
    periods = list(ExamPeriod.objects.filter(organisation=request.organisation))
    asked = uuid_or_none(request.GET.get("period", ""))
    period = next((row for row in periods if row.uuid == asked), None)
    rows = queries.exams(request.organisation, text=text, state=state, at=now, period=period)
    if file := exported(request, **exports.exams(rows, now)):
        return file
    context = {"page": page_of(request, rows, 50), "q": text, "state": state, "now": now}
    context |= {"period": period, "periods": periods}
    return render(request, "exams/exams.html", context)


@require_safe
@office
def exam(request: Any, exam: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(
        Exam.objects.real().select_related("organisation", "faculty", "policy", "period", "subject"),
        **_mine(request, exam),
    )
    enrolments = queries.enrolments(row)
    if file := exported(request, **exports.enrolments(enrolments)):
        return file
    find = request.GET.get("find", "")
    tried = queries.last_phone_try(row)
    context = {
        "exam": row,
        "tried": tried,
        "words": words_for(request, tried),
        "now": timezone.now(),
        "page": page_of(request, enrolments, 100),
        "groups": queries.groups(request.organisation),
        "find": find,
        "found": queries.not_enrolled(row, find),
        **duties_at(row),
    }
    return render(request, "exams/exam.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office
def exam_new(request: Any) -> HttpResponse:
    row = Exam(organisation=request.organisation)
    initial = {"uuid": uuid.uuid4(), **_from_subject(request)}
    form = NewExamForm(request.POST or None, organisation=request.organisation, instance=row, initial=initial)
    if request.method == "POST" and form.is_valid():
        row.uuid = form.cleaned_data["uuid"]
        return _save(request, form)
    return render(request, "exams/exam_form.html", {"form": form})


def _from_subject(request: Any) -> dict[str, Any]:
    """Return what a subject that the address names says about its new exam."""
    asked = uuid_or_none(request.GET.get("subject", ""))
    rows = Subject.objects.filter(organisation=request.organisation, uuid=asked).select_related("department")
    subject = rows.first() if asked else None
    if subject is None:
        return {}
    faculty = subject.department.faculty_id if subject.department else None
    told = {"title": subject.title, "period": subject.period_id, "subject_code": subject.code, "faculty": faculty}
    return told | ({} if subject.format == Format.CUMULATIVE else {"format": subject.format})


@require_http_methods(["GET", "HEAD", "POST"])
@office
def exam_edit(request: Any, exam: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(Exam.objects.real(), **_mine(request, exam))
    form = ExamForm(request.POST or None, organisation=request.organisation, instance=row)
    if request.method == "POST" and form.is_valid():
        return _save(request, form)
    title = Exam.objects.values_list("title", flat=True).get(pk=row.pk)  # the form has written on the row
    return render(request, "exams/exam_form.html", {"form": form, "exam": row, "title": title})


def _save(request: Any, form: ExamForm) -> HttpResponse:
    row = services.save_exam(exam=form.instance, by=request.user)
    messages.success(request, gettext("The exam “%(title)s” is saved.") % {"title": row.title})
    return redirect("exams:exam", row.uuid)


@require_POST
@office
def enrol_groups(request: Any, exam: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(Exam.objects.real(), **_mine(request, exam))
    form = EnrolGroupsForm(request.POST, organisation=request.organisation)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["groups"]))
        return redirect("exams:exam", row.uuid)
    students = Student.objects.filter(study_group__in=form.cleaned_data["groups"])
    _tell_enrolled(request, services.enrol(exam=row, students=students, by=request.user))
    return redirect("exams:exam", row.uuid)


@require_POST
@office
def enrol_student(request: Any, exam: uuid.UUID, student: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(Exam.objects.real(), **_mine(request, exam))
    person = get_object_or_404(Student, organisation=request.organisation, uuid=student)
    _tell_enrolled(request, services.enrol(exam=row, students=[person], by=request.user))
    return redirect("exams:exam", row.uuid)


def _tell_enrolled(request: HttpRequest, count: int) -> None:
    text = ngettext("%(count)s student was added.", "%(count)s students were added.", count) % {"count": count}
    messages.success(request, text if count else gettext("They were all on the list already."))


@require_POST
@office
def remove_student(request: Any, exam: uuid.UUID, student: uuid.UUID) -> HttpResponse:
    mine = get_object_or_404(Exam.objects.real(), **_mine(request, exam))
    rows = Enrolment.objects.real().select_related("exam__organisation", "student")
    row = rows.filter(exam=mine, student__uuid=student).first()
    name = {"name": row.student.full_name if row else ""}
    if row is None:
        messages.info(request, gettext("The student was not on the list any more."))
    elif services.remove_enrolment(enrolment=row, by=request.user):
        messages.success(request, gettext("%(name)s was taken off the list.") % name)
    else:
        messages.error(request, gettext("%(name)s has an attempt at this exam and stays on the list.") % name)
    return redirect("exams:exam", exam)


def _mine(request: Any, exam: uuid.UUID) -> dict[str, Any]:
    return {"organisation": request.organisation, "uuid": exam}
