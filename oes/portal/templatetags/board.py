"""Words of the board in templates."""

from typing import Any

from django import template
from django.utils.translation import gettext, ngettext

from oes.portal import words
from oes.portal.conflicts import Conflict

register = template.Library()
register.filter("state_words", words.state_words)
register.filter("owner_words", words.owner_words)


@register.filter
def part_words(key: str) -> str:
    return str(words.PARTS[key])


@register.filter
def too_little(kind: str) -> str:
    return str(words.TOO_LITTLE[kind])


@register.filter
def at(rows: Any, number: int) -> Any:
    """Return the row of a sequence at a place."""
    return rows[number]


@register.filter
def conflict_words(conflict: Conflict) -> str:
    """Return what is wrong, in a sentence without names."""
    other = {"title": conflict.other.title if conflict.other else "", "count": conflict.count}
    if conflict.kind == "students":
        return (
            ngettext(
                "%(count)s student also sits “%(title)s” at this time",
                "%(count)s students also sit “%(title)s” at this time",
                conflict.count,
            )
            % other
        )
    if conflict.kind == "staff":
        return (
            ngettext(
                "%(count)s member of the staff must be at “%(title)s” too",
                "%(count)s members of the staff must be at “%(title)s” too",
                conflict.count,
            )
            % other
        )
    if conflict.kind == "crowded":
        return (
            ngettext(
                "%(count)s student has more exams on this day than the rules want",
                "%(count)s students have more exams on this day than the rules want",
                conflict.count,
            )
            % other
        )
    plain = {
        "seats": gettext("the slot has too few seats"),
        "proctors": gettext("the slot has too few proctors"),
        "outside": gettext("the day is outside the session"),
        "short": gettext("the slot is shorter than the exam"),
    }
    return plain[conflict.kind]
