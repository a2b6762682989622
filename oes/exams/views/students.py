"""The roster: students, their accounts and photos."""

import hashlib
from typing import Any
from uuid import UUID

from axes.utils import reset as forget_failures
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oes.accounts.access import keeps
from oes.accounts.exports import exported
from oes.accounts.links import links_of
from oes.accounts.services import give_initial_passwords, send_links
from oes.exams import exports, queries, services
from oes.exams.forms.roster import PhotoForm, StudentForm
from oes.exams.models import ReferencePhoto, Student, StudyGroup
from oes.exams.views.common import never_kept, office, page_of, saved
from oes.lib.tables import csv_answer

METHODS = ["GET", "HEAD", "POST"]
AT_ONCE = 5000


@require_safe
@office
def students(request: Any) -> HttpResponse:
    text, group = request.GET.get("q", ""), _uuid_or_empty(request.GET.get("group", ""))
    rows = queries.students(request.organisation, text=text, group=group)
    if file := exported(request, **exports.students(rows)):
        return file
    context = {
        "page": page_of(request, rows, 50),
        "q": text,
        "group": group,
        "groups": queries.groups(request.organisation),
    }
    return render(request, "exams/students.html", context)


@require_http_methods(METHODS)
@office
def student_new(request: Any) -> HttpResponse:
    form = StudentForm(request.POST or None, organisation=request.organisation, instance=Student())
    if request.method == "POST" and form.is_valid() and _save(request, form):
        return redirect("exams:student_edit", form.instance.uuid)
    return render(request, "exams/student.html", {"form": form})


@require_http_methods(METHODS)
@office
def student_edit(request: Any, student: UUID) -> HttpResponse:
    row = _student(request, student)
    if request.method == "POST":
        _keeps_or_403(request, row)
    form = StudentForm(request.POST or None, organisation=request.organisation, instance=row)
    if request.method == "POST" and form.is_valid() and _save(request, form):
        return redirect("exams:student_edit", row.uuid)
    return _page(request, _student(request, student), form)


def _save(request: Any, form: StudentForm) -> bool:
    login, email = form.cleaned_data["login"], form.cleaned_data["email"]
    if not saved(form, lambda: services.save_student(student=form.instance, login=login, email=email, by=request.user)):
        return False
    messages.success(request, gettext("%(name)s is saved.") % {"name": form.instance.full_name})
    return True


def _page(request: Any, row: Student, form: StudentForm, photo_form: PhotoForm | None = None) -> HttpResponse:
    photos = list(row.photos.select_related("decided_by").order_by("-added_at"))
    context = {"student": row, "form": form, "photos": photos, "photo_form": photo_form or PhotoForm()}
    context["merged"] = row.merged.all()
    if photos:
        context["links"] = links_of(request, noted=services.note_photos(student=row, by=request.user))
    context["accommodations"] = queries.accommodations(row)
    return render(request, "exams/student.html", context)


@require_POST
@office
def student_password(request: Any, student: UUID) -> HttpResponse:
    """Give a new password and show it, this once."""
    row = _student(request, student)
    _keeps_or_403(request, row)
    password = give_initial_passwords(users=[row.user], by=request.user)[row.user_id]
    forget_failures(username=row.user.username)  # who was locked out comes in with the new one
    return never_kept(render(request, "exams/student_password.html", {"student": row, "password": password}))


@require_POST
@office
def student_mail(request: Any, student: UUID) -> HttpResponse:
    row = _student(request, student)
    user = row.user
    send_links(organisation=request.organisation, address=user.email, users=[user], absolute=request.build_absolute_uri)
    messages.success(request, gettext("A mail to %(email)s is on its way.") % {"email": user.email})
    return redirect("exams:student_edit", row.uuid)


@require_POST
@office
def student_photo(request: Any, student: UUID) -> HttpResponse:
    row = _student(request, student)
    upload = PhotoForm(request.POST, request.FILES)
    if not upload.is_valid():
        return _page(request, row, StudentForm(organisation=request.organisation, instance=row), upload)
    body = upload.cleaned_data["photo"]
    photo = services.add_photo(
        student=row,
        body=body,
        extension="jpg",
        sha256=hashlib.sha256(body).hexdigest(),
        source=ReferencePhoto.Source.ROSTER,
    )
    waits = photo.state == ReferencePhoto.State.PENDING
    messages.success(request, gettext("The photo waits for approval.") if waits else gettext("This photo is known."))
    return redirect("exams:student_edit", row.uuid)


@require_http_methods(METHODS)
@office
def initial_passwords(request: Any) -> HttpResponse:
    """New passwords for accounts that were never entered, as a table to hand out."""
    code = _uuid_or_empty(request.POST.get("group", "") or request.GET.get("group", ""))
    group = get_object_or_404(StudyGroup, organisation=request.organisation, uuid=code) if code else None
    rows = queries.without_password(request.organisation, group)
    if request.method == "POST" and (people := list(rows[:AT_ONCE])):
        passwords = give_initial_passwords(users=[row.user for row in people], by=request.user)
        table = [(p.full_name, p.study_group.code, p.user.username, passwords[p.user_id]) for p in people]
        return csv_answer("passwords.csv", ["full_name", "group", "login", "password"], table)
    context = {"count": rows.count(), "group": group, "groups": queries.groups(request.organisation)}
    return render(request, "exams/initial_passwords.html", context)


def _keeps_or_403(request: Any, row: Student) -> None:
    """Refuse the registrar what would open the account of a student who administers, too."""
    if not keeps(request.user, row.user):
        raise PermissionDenied


def _student(request: Any, student: UUID) -> Student:
    rows = Student.objects.select_related("user", "study_group", "organisation")
    return get_object_or_404(rows, organisation=request.organisation, uuid=student)


def _uuid_or_empty(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""
