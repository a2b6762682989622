"""Words for places, codes and states."""

from itertools import groupby

from django import template
from django.utils.dates import WEEKDAYS_ABBR

from oes.domain import codes
from oes.exams.models import Place, PlaceHours

register = template.Library()


@register.filter
def shown_code(code: str) -> str:
    """Return a code in two halves, as it is read out."""
    return codes.shown_code(code)


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
