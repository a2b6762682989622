"""The registrar's pages of the rules of appeals and of the days on which nobody works."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from oes.accounts.exports import exported
from oes.accounts.models import Organisation
from oes.appeals import calendar_services as services
from oes.appeals.commission_forms import DayForm, RulesForm
from oes.appeals.commission_words import holiday_title
from oes.appeals.deadlines import rules_of
from oes.appeals.models import Holiday
from oes.domain.kazakhstan import Proposed, holidays_of
from oes.exams.forms.exam import YEARS
from oes.exams.views.common import office

METHODS = ["GET", "HEAD", "POST"]
LETTERS_OF_A_YEAR = 4


@require_http_methods(METHODS)
@office
def rules(request: Any) -> HttpResponse:
    row = rules_of(request.organisation)
    form = RulesForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        services.save_rules(rules=form.instance, by=request.user)
        messages.success(request, gettext("The rules of appeals are saved."))
        return redirect("appeals:rules")
    return render(request, "appeals/rules.html", {"form": form})


@require_http_methods(METHODS)
@office
def holidays(request: Any) -> HttpResponse:
    """The calendar of one year, a form for one more day, and the days that the law knows and the calendar does not."""
    year = _year(request)
    rows = Holiday.objects.filter(organisation=request.organisation, day__year=year)
    if file := exported(request, **_table(rows)):
        return file
    form = DayForm(request.POST or None, organisation=request.organisation)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        told = {"days": [(data["day"], data["title"])], "works": data["works"], "by": request.user}
        services.add_days(organisation=request.organisation, **told)
        messages.success(request, gettext("%(day)s is in the calendar.") % {"day": f"{data['day']:%d.%m.%Y}"})
        return _back(data["day"].year)
    context = {"rows": rows, "form": form, "year": year, "proposed": _proposed(request.organisation, year)}
    return render(request, "appeals/holidays.html", context)


@require_POST
@office
def holidays_take(request: Any) -> HttpResponse:
    """Enter the days of the proposal that were chosen (`day`, ISO, one or more)."""
    year, chosen = _year(request), set(request.POST.getlist("day"))
    days = [(row.day, title) for row, title in _proposed(request.organisation, year) if row.day.isoformat() in chosen]
    count = services.add_days(organisation=request.organisation, days=days, works=False, by=request.user)
    text = ngettext("%(n)d day is new in the calendar.", "%(n)d days are new in the calendar.", count)
    messages.success(request, text % {"n": count})
    return _back(year)


@require_POST
@office
def holiday_remove(request: Any) -> HttpResponse:
    """Take one day (`day`, ISO) out; a day that is gone already stays gone."""
    day = _day(request.POST.get("day", ""))
    if day is None:
        raise Http404
    row = Holiday.objects.filter(organisation=request.organisation, day=day).first()
    if row:
        services.remove_day(holiday=row, by=request.user)
        messages.success(request, gettext("%(day)s is out of the calendar.") % {"day": f"{day:%d.%m.%Y}"})
    return _back(day.year)


def _year(request: Any) -> int:
    """Return the year that the page shows: the one asked for, else the present one."""
    told = request.POST.get("year") or request.GET.get("year") or ""
    year = int(told) if told.isascii() and told.isdigit() and len(told) <= LETTERS_OF_A_YEAR else 0
    return year if year in YEARS else timezone.localdate(timezone=ZoneInfo(request.organisation.time_zone)).year


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _back(year: int) -> HttpResponse:
    return redirect(f"{reverse('appeals:holidays')}?year={year}")


def _proposed(organisation: Organisation, year: int) -> list[tuple[Proposed, str]]:
    """Return the days of the law that are not in the calendar, each with its title."""
    there = set(Holiday.objects.filter(organisation=organisation, day__year=year).values_list("day", flat=True))
    rows = holidays_of(year, works_on_saturday=rules_of(organisation).works_on_saturday)
    return [(row, holiday_title(row.key, moved=row.moved)) for row in rows if row.day not in there]


def _table(rows: QuerySet[Holiday]) -> dict[str, Any]:
    header = [gettext("Day"), gettext("Title"), gettext("Kind")]
    kinds = {False: gettext("day off"), True: gettext("working day")}
    return {
        "name": "holidays",
        "header": header,
        "rows": lambda: [(row.day, row.title, kinds[row.works]) for row in rows],
    }
