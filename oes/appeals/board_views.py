"""The secretary's board, and the statistics of appeals."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from oes.accounts.access import role_required
from oes.accounts.exports import exported
from oes.accounts.models import Role
from oes.appeals import board as boards
from oes.appeals import board_words as words
from oes.appeals.statistics import feedback_of, statistics_of
from oes.domain.appeal_state import AppealState, Owner
from oes.exams.models import ExamPeriod, Faculty
from oes.exams.views.common import page_of, uuid_or_none

secretaries = role_required(Role.ADMINISTRATION, Role.REGISTRAR, Role.SECRETARY)
PAGE = 50


def _choice(request: Any) -> boards.Choice:
    """Return what the address asks for; nonsense shows all."""
    asked = {name: request.GET.get(name, "") for name in ("view", "q", "state", "owner", "faculty", "period")}
    return boards.Choice(
        view=asked["view"] if asked["view"] in boards.VIEWS else "open",
        text=asked["q"].strip()[:100],
        state=asked["state"] if asked["state"] in set(AppealState) else "",
        owner=asked["owner"] if asked["owner"] in set(Owner) else "",
        faculty=uuid_or_none(asked["faculty"]),
        period=uuid_or_none(asked["period"]),
    )


@secretaries
@require_safe
def board(request: Any) -> HttpResponse:
    """All appeals that the user keeps, by deadline; `view`, `state`, `owner`, `faculty`, `period`, `q` choose."""
    choice, now = _choice(request), timezone.now()
    kept = boards.kept_by(request.user)
    rows = boards.chosen(kept, choice, now)
    if file := exported(request, name="appeals", header=words.BOARD_HEADER, rows=lambda: map(words.board_cells, rows)):
        return file
    context = {
        "page": page_of(request, rows, PAGE), "choice": choice, "now": now,
        "totals": boards.totals_of(boards.in_period(kept, choice.period), now), "views": boards.VIEWS,
        "periods": boards.periods_of(kept), "owners": boards.owners(), "states": list(AppealState),
        "faculties": Faculty.objects.filter(organisation=request.organisation),
    }  # fmt: skip
    return render(request, "appeals/board.html", context)


@secretaries
@require_safe
def statistics(request: Any) -> HttpResponse:
    """What became of the appeals of a period or of all, and what they say about the detectors."""
    kept = boards.kept_by(request.user)
    periods = list(boards.periods_of(kept))
    period = _period(periods, uuid_or_none(request.GET.get("period", "")))
    found = statistics_of(boards.in_period(kept, period.uuid if period else None))
    feedback = feedback_of(request.organisation, period)
    header = words.STATISTICS_HEADER
    cells = words.statistics_cells
    if file := exported(request, name="appeal-statistics", header=header, rows=lambda: cells(found, feedback)):
        return file
    context = {
        "found": found, "feedback": feedback, "periods": periods, "period": period, "counts": words.counts(found),
        "topics": words.topic_counts(found), "outcomes": words.outcome_counts(found),
    }  # fmt: skip
    return render(request, "appeals/statistics.html", context)


def _period(periods: list[ExamPeriod], asked: UUID | None) -> ExamPeriod | None:
    return next((row for row in periods if row.uuid == asked), None)
