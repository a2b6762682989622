"""The staff pages' menu."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, gettext_noop

from oes.accounts.models import Role
from oes.exams.models import ReferencePhoto

register = template.Library()

_A, _R = Role.ADMINISTRATION, Role.REGISTRAR
_ENTRIES = (
    ("review:students", gettext_noop("Students"), "students", (_A, Role.REVIEWER)),
    ("review:comparisons", gettext_noop("Photos to compare"), "pictures", (Role.REVIEWER,)),
    ("exams:exams", gettext_noop("Exams"), "exams", (_A, _R)),
    ("portal:board", gettext_noop("Exam session"), "board", (_A, _R)),
    ("exams:subjects", gettext_noop("Subjects"), "calendar", (_A, _R)),
    ("exams:students_admin", gettext_noop("Roster"), "groups", (_A, _R)),
    ("exams:photos", gettext_noop("Photos"), "photos", (_A, _R)),
    ("exams:policies", gettext_noop("Rules"), "rules", (_A,)),
    ("written:exams", gettext_noop("Written works"), "works", (_A, _R, Role.TEACHER, Role.OBSERVER)),
    ("portal:applications", gettext_noop("Applications"), "applications", (_A, _R, Role.DEAN)),
    ("appeals:commissions", gettext_noop("Commissions"), "groups", (_A, _R)),
    ("portal:places", gettext_noop("Rooms and zones"), "places", (_A, _R, Role.HELPDESK)),
    ("appeals:queue", gettext_noop("Appeals"), "applications", (_A, _R, Role.SECRETARY)),
    ("appeals:board", gettext_noop("All appeals"), "board", (_A, _R, Role.SECRETARY)),
    ("appeals:cases", gettext_noop("Cases"), "works", (Role.COMMISSION, Role.SECRETARY)),
    ("appeals:tasks", gettext_noop("Decisions to carry out"), "edit", (_A, _R)),
    ("portal:check_in", gettext_noop("Let students in"), "yes", (_A, _R, Role.HELPDESK, Role.PROCTOR)),
    ("portal:problems", gettext_noop("Technical problems"), "problems", (_A, Role.HELPDESK)),
    ("appeals:releases", gettext_noop("Verdicts to release"), "release", (_A, _R)),
    ("accounts:staff", gettext_noop("Staff"), "person", (_A, _R)),
    ("owndata:requests", gettext_noop("Requests to erase"), "mail", (_A,)),
    ("rehearsals:find", gettext_noop("Rehearsals"), "rehearsals", (_A, Role.PROCTOR, Role.HELPDESK)),
)
"""Address, label, icon, and the roles that it opens to; an address that is not there is left out."""
_GROUPS = (
    (gettext_noop("Proctoring"), ("review:", "exams:policies")),
    (gettext_noop("Appeals"), ("appeals:",)),
    (gettext_noop("Session"), ("portal:board", "exams:subjects", "exams:exams", "written:", "portal:applications")),
    (gettext_noop("People"), ("exams:", "accounts:", "owndata:")),
    (gettext_noop("Help"), ("portal:", "rehearsals:")),
)
"""Heading, and how the addresses below it begin; the first group that fits counts, else the last one."""
_HEADED_FROM = 7
"""So many entries need headings."""
_OF_SESSIONS = {"periods", "period_new", "period", "period_edit"}
_UNDER_STUDENTS = {"review", "reports"}


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry; `count` is what waits there."""

    url: str
    label: str
    icon: str
    current: bool
    count: int


@dataclass(frozen=True, slots=True)
class MenuGroup:
    """Entries that belong together; without a label where the whole menu is short."""

    label: str
    items: list[MenuItem]


@register.simple_tag(takes_context=True)
def menu(context: dict[str, Any]) -> list[MenuGroup]:
    """Return the entries that the user may open. One query: the photos that wait for approval."""
    request = context["request"]
    found: dict[str, list[MenuItem]] = {label: [] for label, _ in _GROUPS}
    held = {grant.role for grant in request.user.roles.all()}
    for name, label, icon, roles in _ENTRIES:
        if not held & set(roles):
            continue
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        count = _waiting_photos(request.organisation) if name == "exams:photos" else 0
        item = MenuItem(url, gettext(label), icon, _is_current(request, url, name), count)
        found[_group_of(name)].append(item)
    headed = sum(map(len, found.values())) >= _HEADED_FROM
    return [MenuGroup(gettext(label) if headed else "", items) for label, items in found.items() if items]


def _group_of(name: str) -> str:
    return next((label for label, beginnings in _GROUPS if name.startswith(beginnings)), _GROUPS[-1][0])


@register.filter
def holds(user: Any, role: str) -> bool:
    """Return whether somebody holds a role, so that no link leads to a closed page."""
    return bool(user.is_authenticated and user.has_role(role))


def _is_current(request: Any, url: str, name: str) -> bool:
    match = request.resolver_match
    below = not request.path.startswith("/manage/") and match is not None and match.app_name in _UNDER_STUDENTS
    inside = (name == "review:students" and below) or (
        name == "exams:policies" and request.path.startswith("/manage/what-if/")
    )
    if match is not None and match.app_name == "exams" and match.url_name in _OF_SESSIONS:
        return name == "portal:board"
    inside = inside or (name == "exams:subjects" and request.path.startswith(reverse("exams:periods")))
    return inside or request.path.startswith(url)


def _waiting_photos(organisation: Any) -> int:
    waiting = ReferencePhoto.objects.filter(student__organisation=organisation, state=ReferencePhoto.State.PENDING)
    return waiting.count()
