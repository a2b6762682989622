"""What an observer sees of an exam, from its start: works and recordings, nothing to change (W10)."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from oes.accounts.access import role_required
from oes.attempts.models import Attempt
from oes.exams.views.common import page_of
from oes.written.marking import access, services
from oes.written.marking.setup import plan_of
from oes.written.models import Work


@require_safe
@role_required(*access.READERS)
def observed(request: Any, exam: UUID) -> HttpResponse:
    row, now = access.observed_exam(request, exam), timezone.now()
    services.note_observed(exam=row, by=request.user)
    attempts = Attempt.objects.real().filter(enrolment__exam=row, started_at__isnull=False)
    attempts = attempts.select_related("enrolment__student__study_group").order_by("-started_at", "pk")
    written = getattr(row, "written", None)
    works = Work.objects.filter(written__exam=row).select_related("enrolment__student").order_by("number")
    if written is not None and access.knows_no_names(request.user, written):
        works = works.none()  # the times of works and recordings would tell whose is which
    context = {
        "exam": row,
        "written": written,
        "page": page_of(request, attempts, 50),
        "works": works if now >= row.opens_at else works.none(),
        "names": written is not None and (bool(written.released_at) or not plan_of(written).is_anonymous),
        "now": now,
    }
    return render(request, "written/marking/observed.html", context)
