"""What a student is allowed beyond the rules: add and end."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from oes.exams import services
from oes.exams.forms.accommodation import AccommodationForm
from oes.exams.models import Accommodation, Student
from oes.exams.views.common import administration


@require_http_methods(["GET", "HEAD", "POST"])
@administration
def accommodation_new(request: Any, student: uuid.UUID) -> HttpResponse:
    rows = Student.objects.select_related("organisation", "study_group")
    row = get_object_or_404(rows, organisation=request.organisation, uuid=student)
    first = {"uuid": uuid.uuid4(), "valid_from": request.organisation.today()}
    form = AccommodationForm(request.POST or None, student=row, instance=Accommodation(), initial=first)
    if request.method == "POST" and form.is_valid():
        services.add_accommodation(accommodation=form.accommodation(), by=request.user)
        messages.success(request, gettext("The accommodation holds for exams that start from now on."))
        return redirect("exams:student_edit", row.uuid)
    return render(request, "exams/accommodation.html", {"student": row, "form": form})


@require_POST
@administration
def accommodation_end(request: Any, accommodation: uuid.UUID) -> HttpResponse:
    rows = Accommodation.objects.select_related("student").filter(student__organisation=request.organisation)
    row = get_object_or_404(rows, uuid=accommodation)
    services.end_accommodation(accommodation=row, by=request.user)
    messages.success(request, gettext("The accommodation has ended. Exams that have started keep it."))
    return redirect("exams:student_edit", row.student.uuid)
