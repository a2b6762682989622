"""The panel's page of a case: statements, hearing, vote and decision."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from oes.accounts.access import role_required
from oes.accounts.exports import exported
from oes.accounts.models import Role
from oes.appeals import deciding, deciding_queries, panel
from oes.appeals.deciding_decision import DECIDERS, decide
from oes.appeals.deciding_forms import AsideForm, DecisionForm, HearingForm, StatementForm, VoteForm
from oes.appeals.deciding_page import page_facts
from oes.appeals.deciding_words import refusal
from oes.appeals.models import Appeal, PanelMember
from oes.appeals.moving import AppealRefused
from oes.appeals.panel import CaseAccess
from oes.domain.appeal_state import AppealState
from oes.exams.views.common import page_of

members = role_required(Role.COMMISSION, Role.SECRETARY)
deciders = role_required(Role.COMMISSION, Role.SECRETARY, Role.REGISTRAR, Role.ADMINISTRATION)


def of_case(view: Callable[[Any, CaseAccess], HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view answer who may open the case (`panel.case_of`); others get 404, and the journal keeps that."""

    @deciders
    @wraps(view)
    def opened(request: Any, appeal: UUID) -> HttpResponse:
        rows = Appeal.objects.filter(organisation=request.organisation)
        rows = rows.select_related("student__study_group", "student__user", "exam", "attempt", "organisation")
        access = panel.opened_case(user=request.user, appeal=get_object_or_404(rows, uuid=appeal))
        if access is None:
            raise Http404
        return view(request, access)

    return opened


@members
@require_safe
def cases(request: Any) -> HttpResponse:
    """The cases of somebody of a commission: where the work of a member begins."""
    view = "over" if request.GET.get("view") == "over" else "open"
    rows = deciding_queries.cases_for(request.user, view=view)
    if file := exported(request, **deciding_queries.cases_table(rows)):
        return file
    context = {"page": page_of(request, rows, 50), "view": view, "now": timezone.now()}
    return render(request, "appeals/cases.html", context)


@require_safe
@of_case
def case_deciding(request: Any, access: CaseAccess) -> HttpResponse:
    return _page(request, access)


@require_POST
@of_case
def panel_open(request: Any, access: CaseAccess) -> HttpResponse:
    _only(access.role in deciding.LEADING)

    def write() -> object:
        return deciding.bring_together(appeal=access.appeal, by=request.user)

    return _done(request, access, "panel_form", Form(request.POST), write, gettext("The panel is brought together."))


@require_POST
@of_case
def aside(request: Any, access: CaseAccess) -> HttpResponse:
    """A member stands aside. Who does so oneself has left the case, and its page."""
    form = AsideForm(request.POST, seats=seats_to_leave(access))
    said = gettext("Kept. A substitute takes the place, where there is one.")
    own = access.seat is not None and request.POST.get("seat") == str(access.seat.uuid)

    def write() -> object:
        seat, reason = form.cleaned_data["seat"], form.cleaned_data["reason"]
        return deciding.stand_aside(seat=seat, reason=reason, by=request.user)

    return _done(request, access, "aside_form", form, write, said, "/" if own else "")


@require_POST
@of_case
def statement(request: Any, access: CaseAccess) -> HttpResponse:
    _only(access.may_vote)
    form = StatementForm(request.POST)

    def write() -> object:
        return deciding.write_statement(appeal=access.appeal, by=request.user, **form.cleaned_data)

    return _done(request, access, "statement_form", form, write, gettext("Your statement is kept."))


@require_POST
@of_case
def hearing(request: Any, access: CaseAccess) -> HttpResponse:
    _only(access.role in deciding.LEADING)
    form = HearingForm(request.POST)

    def write() -> object:
        return deciding.set_hearing(appeal=access.appeal, by=request.user, **form.cleaned_data)

    return _done(request, access, "hearing_form", form, write, gettext("Panel and student are told."))


@require_POST
@of_case
def vote_open(request: Any, access: CaseAccess) -> HttpResponse:
    _only(access.role in deciding.LEADING)

    def write() -> object:
        return deciding.open_vote(appeal=access.appeal, by=request.user)

    return _done(request, access, "open_form", Form(request.POST), write, gettext("The members are told to vote."))


@require_POST
@of_case
def vote(request: Any, access: CaseAccess) -> HttpResponse:
    _only(access.may_vote)
    seat = access.seat.pk if access.seat else 0
    form = VoteForm(request.POST, vote=deciding_queries.vote_of(access.appeal), seat=seat)

    def write() -> object:
        return deciding.cast_votes(appeal=access.appeal, by=request.user, outcomes=form.outcomes())

    return _done(request, access, "vote_form", form, write, gettext("Your vote is counted."))


@require_POST
@of_case
def decision(request: Any, access: CaseAccess) -> HttpResponse:
    """Before the vote has ended there is no such form: its fields would tell which outcomes lead."""
    _only(access.role in deciding.LEADING and access.appeal.state in deciding_queries.COUNTED)
    form = DecisionForm(request.POST, vote=deciding_queries.vote_of(access.appeal))

    def write() -> object:
        return decide(appeal=access.appeal, by=request.user, words=form.words())

    return _done(request, access, "decision_form", form, write, gettext("Decided. The student is told."))


def _only(may: bool) -> None:
    """Answer 404 to who may see the case, but has no such form there."""
    if not may:
        raise Http404


def _done(
    request: Any, access: CaseAccess, name: str, form: Form, write: Callable[[], object], said: str, to: str = ""
) -> HttpResponse:
    """Write what a form says and go back to the page; what could not be written is shown as it was typed."""
    if not form.is_valid():
        return _page(request, access, **{name: form})
    try:
        write()
    except AppealRefused as error:
        form.add_error(None, refusal(error.code))
        access.appeal.refresh_from_db()
        return _page(request, access, **{name: form})
    messages.success(request, said)
    return redirect(to) if to else redirect("appeals:deciding", access.appeal.uuid)


def _page(request: Any, access: CaseAccess, **forms: Form) -> HttpResponse:
    """Show the case. `forms`: the one that was sent and not taken, kept even where its time is over."""
    facts = page_facts(access, request.user, timezone.now())
    shown = {**_forms(access, facts), **forms}
    return render(request, "appeals/deciding.html", {"access": access, "appeal": access.appeal, **facts, **shown})


def _forms(access: CaseAccess, facts: dict[str, Any]) -> dict[str, Form | None]:
    """Return the forms that somebody may fill in now, empty or as it was set last."""
    state = AppealState(access.appeal.state)
    early, leads = state in deciding.BEFORE_THE_END, access.role in deciding.LEADING
    changes = state in panel.PANEL_STATES
    leaving = seats_to_leave(access) if changes else []
    votes = access.seat and access.may_vote
    newest = facts["hearing"]
    last = {"at": newest.at, "link": newest.link, "place": newest.place} if newest else {}
    return {
        "statement_form": StatementForm(initial={"text": facts["own_statement"]}) if votes and early else None,
        "hearing_form": HearingForm(initial=last) if leads and early else None,
        "panel_form": Form() if leads and changes else None,
        "aside_form": AsideForm(seats=leaving) if leaving else None,
        "open_form": Form() if leads and state is AppealState.ACCEPTED else None,
        "vote_form": VoteForm(vote=facts["vote"], seat=access.seat.pk)
        if access.seat and votes and facts["takes_votes"]
        else None,
        "decision_form": DecisionForm(vote=facts["vote"]) if access.role in DECIDERS.get(state, ()) else None,
    }


def seats_to_leave(access: CaseAccess) -> list[PanelMember]:
    """Return who may be made to stand aside: everybody, by who leads the case and by the office; else oneself."""
    if access.role in deciding.LEADING or access.role == panel.OFFICE_ROLE:
        return list(panel.sitting(access.appeal))
    return [access.seat] if access.seat else []
