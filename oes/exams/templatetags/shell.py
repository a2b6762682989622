"""The staff pages' menu."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, gettext_noop

from oes.accounts.models import Role
from oes.exams.models import ReferencePhoto

register = template.Library()

_ENTRIES = (
    ("review:students", gettext_noop("Students"), "students"),
    ("exams:exams", gettext_noop("Exams"), "exams"),
    ("exams:students_admin", gettext_noop("Roster"), "groups"),
    ("exams:photos", gettext_noop("Photos"), "photos"),
    ("exams:policies", gettext_noop("Rules"), "rules"),
    ("accounts:staff", gettext_noop("Staff"), "person"),
    ("owndata:requests", gettext_noop("Requests to erase"), "mail"),
    ("rehearsals:find", gettext_noop("Rehearsals"), "rehearsals"),
)
_FOR_PROCTORS = {"rehearsals:find"}
_UNDER_STUDENTS = {"review", "reports"}


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry; `count` is what waits there."""

    url: str
    label: str
    icon: str
    current: bool
    count: int


@register.simple_tag(takes_context=True)
def menu(context: dict[str, Any]) -> list[MenuItem]:
    """Return the entries that the user may open. One query: the photos that wait for approval."""
    request = context["request"]
    items = []
    entries = _ENTRIES if request.user.has_role(Role.ADMINISTRATION) else [e for e in _ENTRIES if e[0] in _FOR_PROCTORS]
    for name, label, icon in entries:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        count = _waiting_photos(request.organisation) if icon == "photos" else 0
        items.append(MenuItem(url, gettext(label), icon, _is_current(request, url, icon), count))
    return items


def _is_current(request: Any, url: str, icon: str) -> bool:
    match = request.resolver_match
    inside = icon == "students" and match is not None and match.app_name in _UNDER_STUDENTS
    return inside or request.path.startswith(url)


def _waiting_photos(organisation: Any) -> int:
    waiting = ReferencePhoto.objects.filter(student__organisation=organisation, state=ReferencePhoto.State.PENDING)
    return waiting.count()
