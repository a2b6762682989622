"""Words for places, codes and states."""

from itertools import groupby

from django import template
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext

from oes.domain import codes
from oes.domain.problem_state import Owner, ProblemState
from oes.exams.models import Place, PlaceHours
from oes.portal.models import Problem

register = template.Library()


@register.filter
def shown_code(code: str) -> str:
    """Return a code in two halves, as it is read out."""
    return codes.shown_code(code)


@register.filter
def state_for_student(problem: Problem) -> str:
    """Return how a problem stands, as its student reads it: who has to act."""
    if problem.state == ProblemState.WAITING:
        return gettext("technical help asks you")
    if problem.state == ProblemState.NEW:
        return gettext("waits for technical help")
    return str(problem.get_state_display())


@register.filter
def hours_lines(place: Place) -> list[str]:
    """Return the hours of a place, days with the same ones in one line: "Mon–Fri 09:00–18:00". Uses fetched `hours`."""
    rows = list(place.hours.all())
    grouped = groupby(enumerate(rows), key=lambda pair: (pair[1].weekday - pair[0], pair[1].opens, pair[1].closes))
    return [_line([row for _, row in days]) for _, days in grouped]


def _line(rows: list[PlaceHours]) -> str:
    first, last = rows[0], rows[-1]
    days = str(WEEKDAYS_ABBR[first.weekday])
    days += f"–{WEEKDAYS_ABBR[last.weekday]}" if last is not first else ""
    return f"{days} {first.opens:%H:%M}–{first.closes:%H:%M}"


@register.filter
def owner_words(problem: Problem) -> str:
    """Return who has to act on a problem."""
    if problem.owner is Owner.TAKER:
        return problem.taken_by.shown_name if problem.taken_by else ""
    return {Owner.HELPDESK: gettext("technical help"), Owner.STUDENT: gettext("the student")}.get(problem.owner, "–")
