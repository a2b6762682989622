"""The page of the exam session, open to everybody once it is published (W1, W2)."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from oes.accounts.access import is_office
from oes.domain.exam_periods import when
from oes.exams import period_queries, queries
from oes.exams.models import ExamPeriod


@login_not_required
@require_safe
def session(request: Any) -> HttpResponse:
    """The session that goes on, else the next one, else the last one."""
    row = period_queries.current_period(request.organisation, request.organisation.today(), published=True)
    return _page(request, row)


@login_not_required
@require_safe
def session_of(request: Any, period: UUID) -> HttpResponse:
    """One session; before it is published the office sees it."""
    rows = ExamPeriod.objects.filter(organisation=request.organisation)
    if not _is_office(request):
        rows = rows.filter(is_published=True)
    return _page(request, get_object_or_404(rows, uuid=period))


def _is_office(request: Any) -> bool:
    user = request.user
    ours = user.is_authenticated and user.organisation_id == request.organisation.pk
    return ours and is_office(user)


def _page(request: Any, row: ExamPeriod | None) -> HttpResponse:
    if row is None:
        return render(request, "portal/no_session.html", {"student": _student(request)})
    published = ExamPeriod.objects.filter(organisation=request.organisation, is_published=True)
    context = {
        "student": _student(request),
        "period": row,
        "when": when(row.starts_on, row.ends_on, request.organisation.today()),
        "totals": period_queries.totals(row),
        "lines": period_queries.format_lines(row),
        "faculties": queries.faculties(request.organisation),
        "others": [other for other in published if other.pk != row.pk],
    }
    return render(request, "portal/session.html", context)


def _student(request: Any) -> Any:
    """Return the student who signed in here, for the head of the page."""
    ours = request.user.is_authenticated and request.user.organisation_id == request.organisation.pk
    return getattr(request.user, "student", None) if ours else None
