"""What is allowed beyond the rules, in words that say nothing of why."""

from django.utils.translation import gettext, ngettext

from oes.domain.accommodation import HELPER_KINDS, LOOKING_KINDS, Terms
from oes.domain.violations import KINDS


def allowed_words(terms: Terms) -> list[str]:
    """Return a line for each thing that the terms allow; none for plain ones."""
    lines = []
    if terms.extra_minutes:
        lines.append(
            ngettext("%(n)d extra minute", "%(n)d extra minutes", terms.extra_minutes) % {"n": terms.extra_minutes}
        )
    if terms.breaks:
        lines.append(_breaks(terms.breaks, terms.break_minutes))
    return lines + _signals(terms.kinds_off)


def _breaks(count: int, minutes: int) -> str:
    text = ngettext("%(n)d break, %(minutes)s min", "%(n)d breaks, %(minutes)s min together", count)
    return text % {"n": count, "minutes": minutes}


def _signals(kinds_off: frozenset[str]) -> list[str]:
    lines, left = [], set(kinds_off)
    for kinds, words in (
        (HELPER_KINDS, gettext("A helper may be in the frame")),
        (LOOKING_KINDS, gettext("May look down or away")),
    ):
        if left.issuperset(kinds):
            lines.append(words)
            left -= set(kinds)
    names = [gettext(kind.label) for kind in KINDS.values() if kind.key in left]
    if names:
        lines.append(gettext("Weigh nothing: %(names)s") % {"names": "; ".join(names)})
    return lines
