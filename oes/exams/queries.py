"""Reads for the administrator's pages, each with a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext

from oes.accounts.models import Organisation, Role
from oes.domain.accommodation import Terms, combined
from oes.domain.policy import policy_to_dict
from oes.domain.program_lists import LABELS, OFF
from oes.exams import rules
from oes.exams.models import (
    Accommodation,
    Enrolment,
    Exam,
    Faculty,
    PhoneTry,
    ProctoringPolicy,
    ReferencePhoto,
    Student,
    StudyGroup,
)
from oes.lib.names import search_name, sort_key

MOST_WORDS = 8
FOUND = 20
"""So many students a search on the exam's card shows."""


def named(queryset: QuerySet[Any], column: str, text: str) -> QuerySet[Any]:
    """Keep the rows whose search column holds every word of the text, of which names have a few."""
    for word in search_name(text).split()[:MOST_WORDS]:
        queryset = queryset.filter(**{f"{column}__contains": word})
    return queryset


def language() -> str:
    """Return the language whose alphabet sorts names on this page."""
    now = get_language() or "ru"
    return now if now in ("kk", "ru", "en") else "ru"


def exams(organisation: Organisation, *, text: str, state: str, at: datetime, period: object = None) -> QuerySet[Exam]:
    """Return exams, newest first, with the number of their students. `state`: open, planned, closed or all; `period`:
    the session that they belong to, None for all."""
    rows = named(Exam.objects.real().filter(organisation=organisation), "search_title", text)
    states = {
        "open": Q(opens_at__lte=at, closes_at__gt=at),
        "planned": Q(opens_at__gt=at),
        "closed": Q(closes_at__lte=at),
    }
    rows = rows.filter(states.get(state, Q()))
    rows = rows.filter(period=period) if period else rows
    return rows.select_related("faculty").annotate(students=Count("enrolments")).order_by("-opens_at", "pk")


def enrolments(exam: Exam) -> QuerySet[Enrolment]:
    """Return who may sit the exam, by name, with attempts used and left."""
    used = Count("attempts")  # of the app above; only the name of its relation is known here
    rows = exam.enrolments.select_related("student__study_group", "student__user").annotate(used=used)
    rows = rows.annotate(left=F("exam__maximum_attempts") + F("extra_attempts") - F("used"))
    return rows.order_by(f"student__sort_{language()}", "pk")


def last_phone_try(exam: Exam) -> PhoneTry | None:
    """Return the newest try on a phone that came to a result for the exam's present address."""
    rows = exam.phone_tries.filter(address=exam.address).exclude(result="")
    return rows.select_related("by").order_by("-finished_at").first()


def students(organisation: Organisation, *, text: str, group: str = "") -> QuerySet[Student]:
    """Return the roster by name: those who never signed in too."""
    rows = Student.objects.filter(organisation=organisation).select_related("user", "study_group")
    rows = rows.filter(study_group__uuid=group) if group else rows
    number = search_name(text)
    found = named(rows, "search_name", text)
    if number:
        found = found | rows.filter(Q(record_book_number__iexact=text.strip()) | Q(user__username__iexact=text.strip()))
    approved, pending = (
        Exists(ReferencePhoto.objects.filter(student=OuterRef("pk"), state=state))
        for state in (ReferencePhoto.State.APPROVED, ReferencePhoto.State.PENDING)
    )
    return found.annotate(approved=approved, pending=pending).order_by(f"sort_{language()}", "pk")


def not_enrolled(exam: Exam, text: str) -> list[Student]:
    """Return the first students found by name who are not on the exam's list yet."""
    if not search_name(text):
        return []
    rows = students(exam.organisation, text=text).exclude(enrolments__exam=exam)
    return list(rows[:FOUND])


def terms_for(student: Student, exam: Exam, at: datetime) -> Terms:
    """Return what the student's accommodations allow in an exam that starts at a moment. One query, or none when
    `accommodations` was fetched before."""
    return combined(row.terms() for row in student.accommodations.all() if row.holds(exam, at))


def accommodations(student: Student) -> list[Accommodation]:
    """Return all accommodations of a student, ended ones too, newest first."""
    return list(student.accommodations.select_related("exam", "added_by", "ended_by"))


def groups(organisation: Organisation) -> list[StudyGroup]:
    """Return all groups in the order of the page's alphabet, with the number of their students."""
    rows = StudyGroup.objects.filter(organisation=organisation).select_related("faculty")
    return in_alphabet(rows.annotate(size=Count("students")), "code")


def faculties(organisation: Organisation) -> list[Faculty]:
    """Return all faculties in the order of the page's alphabet, with the number of their groups."""
    rows = Faculty.objects.filter(organisation=organisation)
    return in_alphabet(rows.annotate(size=Count("study_groups")), "name")


def in_alphabet(rows: Iterable[Any], name: str) -> list[Any]:
    """Return rows in the order of the page's alphabet."""
    return sorted(rows, key=lambda row: sort_key(getattr(row, name), language()))


def without_password(organisation: Organisation, group: StudyGroup | None = None) -> QuerySet[Student]:
    """Return students who never signed in and have no password of their own yet, by group and name.

    Who is more than a student sets one by the mailed link: these passwords lie about on paper.
    """
    rows = Student.objects.filter(organisation=organisation, authorised_at=None, user__is_active=True)
    rows = rows.exclude(user__roles__role__in=set(Role) - {Role.STUDENT})
    rows = rows.filter(Q(user__password__startswith="!") | Q(user__password__startswith="initial$"))
    rows = rows.filter(study_group=group) if group else rows
    return rows.select_related("user", "study_group").order_by("study_group__code", f"sort_{language()}")


def waiting_photos(organisation: Organisation) -> QuerySet[ReferencePhoto]:
    """Return the photos that wait for a person, oldest first."""
    rows = ReferencePhoto.objects.filter(student__organisation=organisation, state=ReferencePhoto.State.PENDING)
    return rows.select_related("student__study_group").order_by("added_at", "pk")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two versions of the rules, in words."""

    label: str
    unit: str
    before: str
    after: str


def policy_versions(organisation: Organisation) -> list[tuple[ProctoringPolicy, list[Change] | None]]:
    """Return the versions, newest first, each with its differences from the one before (None for the first)."""
    rows = list(ProctoringPolicy.objects.filter(organisation=organisation).select_related("created_by"))
    found: list[tuple[ProctoringPolicy, list[Change] | None]] = []
    for row, before in zip(rows, [*rows[1:], None], strict=True):
        found.append((row, differences(before, row) if before else None))
    return found


def differences(before: ProctoringPolicy, after: ProctoringPolicy) -> list[Change]:
    """Return what changed from one version to another."""
    old, new = policy_to_dict(before.value()), policy_to_dict(after.value())
    found = []
    for number in rules.all_numbers():
        was, now = rules.value_at(old, number.path), rules.value_at(new, number.path)
        if was != now:
            found.append(Change(_label(number), str(number.unit), f"{was:g}", f"{now:g}"))
    return found + _other_differences(old, new)


def _label(number: rules.Number) -> str:
    if number.path[0] != "weights":
        return str(number.label)
    return f"{gettext(rules.KINDS[number.path[1]].label)}, {number.label}"


def _other_differences(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    labels = {
        "tiers": gettext("Allowed ways to record"),
        "show_counter": gettext("Show the student the number of violations while recording"),
        "show_reasons": gettext("Show the student the newest violations with their captions"),
        "findings_after": gettext("The student sees on the own page what was found"),
        "judge_speech": gettext("A program listens to the sound for speech"),
        "challenge_at_start": gettext("Ask the student to turn the head and blink before the start"),
        "biometrics": gettext("Comparing faces with the reference photo"),
        "extension": gettext("Browser extension"),
        "exam_hosts": gettext("Further sites that belong to the exam"),
        "server_time": gettext("Time lost to our own server"),
        "report_domains": gettext("Domains that reports may be mailed to"),
    }
    old, new = _named(old), _named(new)
    pairs = [(label, old[name], new[name]) for name, label in labels.items()]
    pairs += [(str(w.label), rules.value_at(old, w.path), rules.value_at(new, w.path)) for w in rules.WORD_LISTS]
    pairs += _guard_pairs(old, new)
    return [Change(label, "", _words(was), _words(now)) for label, was, now in pairs if was != now]


def _named(stored: dict[str, Any]) -> dict[str, Any]:
    """Return the rules with the words of what was chosen from a list."""
    return {
        **stored,
        "biometrics": rules.BIOMETRICS[stored["biometrics"]],
        "server_time": rules.SERVER_TIMES[stored["server_time"]],
        "findings_after": rules.FINDINGS_AFTER[stored["findings_after"]],
    }


def _guard_pairs(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    severities = dict(rules.SEVERITIES)
    was, now = old["forbidden_programs"], new["forbidden_programs"]
    return [
        (gettext("Desktop guard"), old["guard"], new["guard"]),
        (gettext("Own programs"), old["own_programs"], new["own_programs"]),
        *((gettext(label), severities[was.get(k, OFF)], severities[now.get(k, OFF)]) for k, label in LABELS.items()),
    ]


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, str | Promise):
        return str(rules.PROGRAM_USES.get(str(value), value))
    return ", ".join(value or ()) or "–"
