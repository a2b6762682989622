"""What an observer sees of an exam, from its start: works and recordings, nothing to change (W10)."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from oes.accounts.access import role_required
from oes.accounts.exports import exported
from oes.attempts.models import Attempt
from oes.exams.models import Exam
from oes.exams.views.common import page_of
from oes.written.marking import access, services, tables
from oes.written.marking.setup import plan_of
from oes.written.models import Work

PAGE = 50


@require_safe
@role_required(*access.READERS)
def observed(request: Any, exam: UUID) -> HttpResponse:
    """The works and recordings of an exam: two lists, each with pages of its own."""
    row = access.observed_exam(request, exam)
    services.note_observed(exam=row, by=request.user)
    attempts = Attempt.objects.real().filter(enrolment__exam=row, started_at__isnull=False)
    attempts = attempts.select_related("enrolment__student__study_group").order_by("-started_at", "pk")
    written, works = getattr(row, "written", None), _works(request, row)
    names = written is not None and (bool(written.released_at) or not plan_of(written).is_anonymous)
    is_works = request.GET.get("table") == "works"
    table = tables.observed_works(works, names=names) if is_works else tables.recordings(attempts)
    if file := exported(request, **table):
        return file
    context = {
        "exam": row,
        "written": written,
        "page": page_of(request, attempts, PAGE),
        "works": page_of(request, works, PAGE, name="works"),
        "names": names,
        "now": timezone.now(),
    }
    return render(request, "written/marking/observed.html", context)


def _works(request: Any, exam: Exam) -> QuerySet[Work]:
    """Return the works that one may list: none before the start, nor beside names to who must not know them."""
    rows = Work.objects.filter(written__exam=exam).select_related("enrolment__student").order_by("number")
    written = getattr(exam, "written", None)
    if written is None or timezone.now() < exam.opens_at:
        return rows.none()
    # The times of works and recordings would tell whose is which.
    return rows.none() if access.knows_no_names(request.user, written) else rows
