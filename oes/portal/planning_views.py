"""Planning by table: which exam in which slot, who has a duty, and what is wrong with it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from oes.accounts.exports import exported
from oes.accounts.models import User
from oes.exams.duty_services import able
from oes.exams.models import ExamDuty, ExamPeriod, ExamSlot
from oes.exams.views.common import office, page_of
from oes.portal import plan_tables, planning, proposal
from oes.portal.board import ExamChoice, chosen_exams
from oes.portal.board_views import period_or_404
from oes.portal.conflicts import conflicts_of
from oes.portal.plan import grid_of, rows_of, rows_of_edit, save_edit
from oes.portal.planning_forms import PlanEdit, RulesForm, SlotForm, SlotsForm
from oes.portal.session import not_planned, rules_of, session_of

PAGE = 30


@require_http_methods(["GET", "HEAD", "POST"])
@office
def plan(request: Any, period: uuid.UUID) -> HttpResponse:
    row = period_or_404(request, period)
    return _saved(request, row) if request.method == "POST" else _shown(request, row)


def _shown(request: Any, period: ExamPeriod) -> HttpResponse:
    session = session_of(period)
    conflicts = conflicts_of(session)
    asked = {name: request.GET.get(name, "") for name in ("q", "faculty", "slot", "only")}
    choice = ExamChoice(
        asked["q"], asked["faculty"], slot=_uuid(asked["slot"]), only_conflicts=asked["only"] == "conflicts"
    )
    exams = chosen_exams(session, conflicts, choice)
    if file := exported(request, **plan_tables.plan(lambda: rows_of(exams, session, conflicts))):
        return file
    page = page_of(request, exams, PAGE)
    context = {"page": page, "rows": rows_of(page.object_list, session, conflicts), **asked}
    context |= {"session": session, "conflicts": conflicts}
    return _rendered(request, period, context)


def _saved(request: Any, period: ExamPeriod) -> HttpResponse:
    edit = PlanEdit(session_of(period), request.POST, _able(period))
    if edit.errors:
        return _again(request, edit)
    moved, duties = save_edit(edit=edit, by=request.user)
    count = len(moved.done) + duties
    if count:
        text = ngettext("%(count)s change is saved.", "%(count)s changes are saved.", count)
        messages.success(request, text % {"count": count})
    for exam in moved.begun:
        messages.error(request, gettext("“%(title)s” has opened already and stays.") % {"title": exam.title})
    if moved.lost:
        anew = PlanEdit(session_of(period), request.POST, _able(period))
        return _again(request, anew, frozenset(exam.pk for exam in moved.lost))
    return redirect(request.get_full_path())


def _again(request: Any, edit: PlanEdit, lost: frozenset[int] = frozenset()) -> HttpResponse:
    """Show the page with what was entered: something in it is wrong, or somebody else was quicker."""
    rows, then, conflicts = rows_of_edit(edit, lost)
    return _rendered(
        request, edit.session.period, {"rows": rows, "session": then, "conflicts": conflicts, "again": True}
    )


def _rendered(request: Any, period: ExamPeriod, context: dict[str, Any]) -> HttpResponse:
    session = context["session"]
    context |= {
        "period": period,
        "grid": grid_of(session, context["conflicts"]),
        "able": {duty: list(people.values()) for duty, people in _able(period).items()},
        "not_planned": not_planned(period).count(),
        "faculties": sorted({exam.faculty for exam in session.exams.values()} - {""}),
        "lacking": sum(1 for exam in session.exams.values() if "no_proctors" in exam.lacks),
    }
    return render(request, "portal/plan.html", context)


@require_POST
@office
def plan_check(request: Any, period: uuid.UUID) -> HttpResponse:
    """Return what would be wrong with the plan if what is entered were saved; nothing is stored."""
    row = period_or_404(request, period)
    edit = PlanEdit(session_of(row), request.POST, _able(row))
    rows, then, conflicts = rows_of_edit(edit)
    context = {"period": row, "rows": rows, "session": then, "conflicts": conflicts, "is_check": True}
    return render(request, "portal/_plan_check.html", {**context, "grid": grid_of(then, conflicts)})


@require_POST
@office
def plan_auto(request: Any, period: uuid.UUID) -> HttpResponse:
    row = period_or_404(request, period)
    done = proposal.plan_rest(period=row, by=request.user, move="move" in request.POST)
    made = ngettext("%(count)s exam was planned.", "%(count)s exams were planned.", done.made) % {"count": done.made}
    messages.success(request, made)
    if done.moved:
        text = ngettext("%(count)s exam was moved.", "%(count)s exams were moved.", done.moved)
        messages.success(request, text % {"count": done.moved})
    if done.left:
        text = ngettext(
            "No slot was found for %(count)s exam: %(titles)s.",
            "No slot was found for %(count)s exams: %(titles)s.",
            len(done.left),
        )
        shown = ", ".join(done.left[:5]) + (" …" if len(done.left) > 5 else "")
        messages.error(request, text % {"count": len(done.left), "titles": shown})
    return redirect("portal:plan", row.uuid)


@require_POST
@office
def duties_auto(request: Any, period: uuid.UUID) -> HttpResponse:
    row = period_or_404(request, period)
    given, missing = proposal.give_proctors(period=row, by=request.user)
    text = ngettext("%(count)s duty was given.", "%(count)s duties were given.", given)
    messages.success(request, text % {"count": given})
    if missing:
        text = ngettext("%(count)s proctor is still missing.", "%(count)s proctors are still missing.", missing)
        messages.error(request, text % {"count": missing})
    return redirect("portal:plan", row.uuid)


@require_http_methods(["GET", "HEAD", "POST"])
@office
def slots(request: Any, period: uuid.UUID) -> HttpResponse:
    """The slots of a period; posting adds some."""
    row = period_or_404(request, period)
    form = SlotsForm(request.POST or None, period=row)
    if request.method == "POST" and form.is_valid():
        count = planning.add_slots(period=row, slots=form.slots(), by=request.user)
        text = ngettext("%(count)s slot was added.", "%(count)s slots were added.", count)
        messages.success(request, text % {"count": count})
        return redirect("portal:slots", row.uuid)
    return _slots(request, row, form, RulesForm(instance=rules_of(row)))


@require_POST
@office
def planning_rules(request: Any, period: uuid.UUID) -> HttpResponse:
    row = period_or_404(request, period)
    form = RulesForm(request.POST, instance=rules_of(row))
    if not form.is_valid():
        return _slots(request, row, SlotsForm(period=row), form)
    planning.save_rules(rules=form.instance, by=request.user)
    messages.success(request, gettext("Saved."))
    return redirect("portal:slots", row.uuid)


def _slots(request: Any, period: ExamPeriod, form: SlotsForm, rules: RulesForm) -> HttpResponse:
    session = session_of(period)
    cells = [cell for _, cells in grid_of(session, conflicts_of(session)) for cell in cells]
    if request.method != "POST" and (file := exported(request, **plan_tables.slots(lambda: cells))):
        return file
    context = {"period": period, "form": form, "rules": rules, "page": page_of(request, cells, 100)}
    return render(request, "portal/slots.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office
def slot(request: Any, slot: uuid.UUID) -> HttpResponse:
    row = _slot(request, slot)
    form = SlotForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        planning.save_slot(slot=row, by=request.user)
        return redirect("portal:slots", row.period.uuid)
    return render(request, "portal/slot.html", {"slot": row, "period": row.period, "form": form})


@require_POST
@office
def slot_remove(request: Any, slot: uuid.UUID) -> HttpResponse:
    row = _slot(request, slot)
    if not planning.remove_slot(slot=row, by=request.user):
        messages.error(request, gettext("There are exams in this slot: move them first."))
    return redirect("portal:slots", row.period.uuid)


def _slot(request: Any, slot: uuid.UUID) -> ExamSlot:
    rows = ExamSlot.objects.select_related("period__organisation")
    return get_object_or_404(rows, period__organisation=request.organisation, uuid=slot)


def _able(period: ExamPeriod) -> dict[str, dict[str, User]]:
    return {duty: able(period.organisation, duty) for duty in ExamDuty.Duty.values}


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return uuid.UUID(int=0)
