"""Who told of a violation, and what its `detail` says, in words."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from oes.domain.page_facts import length_of
from oes.violations.models import Violation

_TELLERS = {
    "embed": gettext_lazy("the exam's page"),
    "extension": gettext_lazy("the browser extension"),
    "guard": gettext_lazy("the guard program"),
    "recorder": gettext_lazy("the recorder's page"),
}
_OUTSIDE = {"embed", "extension", "guard"}
_LENGTHS = frozenset({"copied", "pasted"})
"""Kinds whose detail is a number of characters."""


def told_by(violation: Violation) -> str:
    """Return which programs told of a violation, or nothing for one that recordings or the recorder alone show."""
    sources = violation.source.split("+")
    if not _OUTSIDE.intersection(sources) or not set(sources) <= set(_TELLERS):
        return ""
    return _("told by: %(sources)s") % {"sources": ", ".join(str(_TELLERS[source]) for source in sources)}


def detail_words(violation: Violation) -> str:
    """Return the program or host that a violation is about, or how much was copied; nothing where none is known."""
    if violation.kind not in _LENGTHS:
        return violation.detail
    length = length_of(violation.detail)
    if not length:
        return ""
    return ngettext("%(n)s character", "%(n)s characters", length) % {"n": number_format(length, force_grouping=True)}
