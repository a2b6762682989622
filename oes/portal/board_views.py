"""The registrar's board, what waits in it, and the exams of a period with what is ready."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from oes.accounts.exports import exported
from oes.domain.open_states import KINDS, Owner
from oes.exams.models import ExamPeriod
from oes.exams.period_queries import current_period
from oes.exams.views.common import office, page_of
from oes.portal.board import ExamChoice, board_of, chosen_exams
from oes.portal.conflicts import conflicts_of
from oes.portal.session import PARTS, session_of
from oes.portal.waiting import states_of
from oes.portal.words import EXAMS_HEADER, WAITING_HEADER, exam_cells, state_cells

FIRST_CLASHES = 8


def period_or_404(request: Any, period: uuid.UUID) -> ExamPeriod:
    rows = ExamPeriod.objects.select_related("organisation")
    return get_object_or_404(rows, organisation=request.organisation, uuid=period)


@require_safe
@office
def board(request: Any) -> HttpResponse:
    """Lead to the board of the period that goes on; say what to do where there is none."""
    period = current_period(request.organisation, request.organisation.today())
    return redirect("portal:period", period.uuid) if period else render(request, "portal/no_period.html")


@require_safe
@office
def period(request: Any, period: uuid.UUID) -> HttpResponse:
    row, now = period_or_404(request, period), timezone.now()
    shown = board_of(row, now)
    context = {
        "period": row,
        "board": shown,
        "parts": PARTS,
        "now": now,
        "clashes": [*shown.conflicts.students, *shown.conflicts.staff][:FIRST_CLASHES],
        "periods": ExamPeriod.objects.filter(organisation=request.organisation),
    }
    return render(request, "portal/board.html", context)


@require_safe
@office
def exams(request: Any, period: uuid.UUID) -> HttpResponse:
    """All exams of a period with what is ready; `lacks` and `faculty` choose."""
    row = period_or_404(request, period)
    session = session_of(row)
    asked = {name: request.GET.get(name, "") for name in ("q", "faculty", "lacks")}
    asked["lacks"] = asked["lacks"] if asked["lacks"] in PARTS else ""
    choice = ExamChoice(asked["q"], asked["faculty"], asked["lacks"])
    rows = chosen_exams(session, conflicts_of(session), choice)
    if file := exported(request, name="session-exams", header=EXAMS_HEADER, rows=lambda: map(exam_cells, rows)):
        return file
    faculties = sorted({exam.faculty for exam in session.exams.values()} - {""})
    context = {"period": row, "page": page_of(request, rows, 50), "parts": PARTS, "faculties": faculties, **asked}
    return render(request, "portal/period_exams.html", context)


@require_safe
@office
def waiting(request: Any, period: uuid.UUID) -> HttpResponse:
    """Everything that is open, the first deadline first; `kind` and `owner` choose."""
    row, now = period_or_404(request, period), timezone.now()
    kind, owner = request.GET.get("kind", ""), request.GET.get("owner", "")
    rows = [
        state for state in states_of(session_of(row), now) if kind in ("", state.kind) and owner in ("", state.owner)
    ]
    rows.sort(key=lambda state: (state.due, state.kind, state.title))
    if file := exported(request, name="session-waiting", header=WAITING_HEADER, rows=lambda: map(state_cells, rows)):
        return file
    context = {
        "period": row, "page": page_of(request, rows, 100), "now": now, "kind": kind, "owner": owner,
        "kinds": KINDS, "owners": list(Owner),
    }  # fmt: skip
    return render(request, "portal/waiting.html", context)
