"""What the pages of commissions say."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from oes.appeals.models import MemberRole
from oes.domain.conflicts import Conflict
from oes.domain.quotas import Unmet

CONFLICTS: dict[str, Promise] = {
    Conflict.SAME_PERSON: _("is the student"),
    Conflict.SAME_GROUP: _("studies in the student’s group"),
    Conflict.TAUGHT: _("teaches the student’s group"),
    Conflict.MARKED: _("marks or marked a work of the student"),
    Conflict.PROCTORED: _("proctors this exam"),
    Conflict.OBSERVED: _("observes this exam"),
    Conflict.REVIEWED: _("judged this exam of the student before"),
    Conflict.WATCHED: _("watched the recording before the appeal"),
    Conflict.OWN_APPEAL: _("has an open appeal, too"),
}
HOLIDAYS: dict[str, Promise] = {
    "new_year": _("New Year"),
    "christmas": _("Orthodox Christmas"),
    "women": _("International Women’s Day"),
    "nauryz": _("Nauryz"),
    "unity": _("Unity Day of the People of Kazakhstan"),
    "defender": _("Defender of the Fatherland Day"),
    "victory": _("Victory Day"),
    "capital": _("Capital Day"),
    "constitution": _("Constitution Day"),
    "republic": _("Republic Day"),
    "independence": _("Independence Day"),
}
REFUSALS: dict[str, Promise] = {
    "lacks": _("An appointed commission keeps its quotas, quorum and order. Change the members first."),
    "person": _("This person cannot have this seat: students sit as students, nobody else does."),
    "role_own": _("You cannot give yourself a seat. Ask somebody else who may."),
    "role_not_yours": _("Only the administration can give this person a seat."),
}


def conflict_words(codes: Iterable[str]) -> list[str]:
    """Return what stands between somebody and a case, in words."""
    return [str(CONFLICTS[code]) for code in Conflict if code in set(codes)]


def holiday_title(key: str, *, moved: bool) -> str:
    title = str(HOLIDAYS[key])
    return gettext("%(holiday)s, day off in its place") % {"holiday": title} if moved else title


def refusal_words(code: str) -> str:
    return str(REFUSALS.get(code, REFUSALS["role_not_yours"]))


def unmet_words(one: Unmet) -> str:
    """Return which quota is not met and what is to be done."""
    role = MemberRole(one.role).label
    if one.lacks:
        text = ngettext("%(role)s: %(n)d more is needed.", "%(role)s: %(n)d more are needed.", one.lacks)
        return str(text % {"role": _capital(role), "n": one.lacks})
    text = ngettext("%(role)s: %(n)d too many.", "%(role)s: %(n)d too many.", one.too_many)
    return str(text % {"role": _capital(role), "n": one.too_many})


def _capital(text: str | Promise) -> str:
    told = str(text)
    return told[:1].upper() + told[1:]
