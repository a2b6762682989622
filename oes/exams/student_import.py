"""Importing students from a table: first a plan that a person reads, then the same plan, carried out."""

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from oes.accounts.models import Organisation, Role, RoleGrant, User
from oes.exams.models import Faculty, Student, StudyGroup
from oes.exams.student_csv import Line, lines_of
from oes.journal import services as journal


class Action(StrEnum):
    CREATE = "create"
    CHANGE = "change"
    SAME = "same"
    REFUSED = "refused"


@dataclass(slots=True)
class Step:
    """What happens to one line. `student` is the row it changes; `changes` says what, in words."""

    line: Line
    action: Action
    student: Student | None = None
    changes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Plan:
    steps: list[Step]
    new_groups: list[str]
    new_faculties: list[str]

    def of(self, action: Action) -> list[Step]:
        return [step for step in self.steps if step.action is action]

    def counts(self) -> dict[str, int]:
        return {action.value: len(self.of(action)) for action in Action}


class _Roster:
    """What the organisation has: read once, in a fixed number of queries."""

    def __init__(self, organisation: Organisation, lines: list[Line]) -> None:
        mine = Student.objects.filter(organisation=organisation).select_related("user", "study_group")
        wanted = {name: {line.values[name] for line in lines} for name in ("record_book_number", "login", "iin")}
        found = mine.filter(record_book_number__in=wanted["record_book_number"])
        self.by_number = {student.record_book_number: student for student in found}
        users = User.objects.filter(organisation=organisation, username__in=wanted["login"])
        self.login_owner = dict(users.values_list("username", "pk"))
        self.iin_owner = dict(mine.filter(iin__in=wanted["iin"] - {""}).values_list("iin", "pk"))
        self.faculties = {row.name: row for row in Faculty.objects.filter(organisation=organisation)}
        groups = StudyGroup.objects.filter(organisation=organisation).select_related("faculty")
        self.groups = {row.code: row for row in groups}
        self.faculty_of = {row.code: row.faculty.name for row in self.groups.values() if row.faculty}


def plan(*, organisation: Organisation, text: str) -> Plan:
    """Return what an import would do; FileRefused when the table cannot be read."""
    lines = lines_of(text)
    return _plan(lines, _Roster(organisation, lines))


@transaction.atomic
def carry_out(*, organisation: Organisation, text: str, by: User) -> Plan:
    """Import what can be imported, judged anew now; refused lines change nothing."""
    lines = lines_of(text)
    roster = _Roster(organisation, lines)
    done = _plan(lines, roster)
    _save_groups(organisation, done, roster)
    _create(organisation, done.of(Action.CREATE), roster)
    _change(done.of(Action.CHANGE), roster)
    journal.append(
        subject=organisation.uuid,
        action="students_imported",
        actor=by.uuid,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        **done.counts(),
    )
    return done


def _plan(lines: list[Line], roster: _Roster) -> Plan:
    steps = [_step(line, roster) for line in lines]
    taken = [step.line.values for step in steps if step.action in (Action.CREATE, Action.CHANGE)]
    groups = {values["group"] for values in taken} - set(roster.groups)
    faculties = {values["faculty"] for values in taken} - set(roster.faculties) - {""}
    return Plan(steps, sorted(groups), sorted(faculties))


def _step(line: Line, roster: _Roster) -> Step:
    student = roster.by_number.get(line.values["record_book_number"])
    line.problems += _clashes(line.values, student, roster)
    if line.problems:
        return Step(line, Action.REFUSED, student)
    if line.values["faculty"]:
        roster.faculty_of.setdefault(line.values["group"], line.values["faculty"])
    if student is None:
        return Step(line, Action.CREATE)
    changes = _changes(line.values, student)
    return Step(line, Action.CHANGE if changes else Action.SAME, student, changes)


def _clashes(values: dict[str, str], student: Student | None, roster: _Roster) -> list[str]:
    found = []
    owner = roster.login_owner.get(values["login"])
    if owner and (student is None or owner != student.user_id):
        found.append(_("login %(login)s belongs to somebody else") % {"login": values["login"]})
    owner = roster.iin_owner.get(values["iin"])
    if owner and (student is None or owner != student.pk):
        found.append(_("iin %(iin)s belongs to somebody else") % {"iin": values["iin"]})
    known = roster.faculty_of.get(values["group"])
    if known and values["faculty"] and known != values["faculty"]:
        found.append(_("group %(group)s belongs to %(known)s") % {"group": values["group"], "known": known})
    return found


def _changes(values: dict[str, str], student: Student) -> list[str]:
    now = {
        "full_name": student.full_name,
        "group": student.study_group.code,
        "login": student.user.username,
        "email": student.user.email,
        "iin": student.iin,
    }
    different = [name for name, value in now.items() if value != values[name] and (values[name] or name != "iin")]
    return [f"{name}: {now[name] or '–'} → {values[name]}" for name in different]


def _save_groups(organisation: Organisation, done: Plan, roster: _Roster) -> None:
    for name in done.new_faculties:
        roster.faculties[name] = Faculty.objects.create(organisation=organisation, name=name)
    for code in done.new_groups:
        faculty = roster.faculties.get(roster.faculty_of.get(code, ""))
        roster.groups[code] = StudyGroup.objects.create(organisation=organisation, code=code, faculty=faculty)


def _create(organisation: Organisation, steps: list[Step], roster: _Roster) -> None:
    users = []
    for step in steps:
        user = User(organisation=organisation, username=step.line.values["login"], email=step.line.values["email"])
        user.set_unusable_password()
        users.append(user)
    User.objects.bulk_create(users, batch_size=200)
    RoleGrant.objects.bulk_create([RoleGrant(user=user, role=Role.STUDENT) for user in users], batch_size=400)
    students = []
    for step, user in zip(steps, users, strict=True):
        student = Student(organisation=organisation, user=user)
        _fill(student, step.line.values, roster)
        students.append(student)
    Student.objects.bulk_create(students, batch_size=100)


def _change(steps: list[Step], roster: _Roster) -> None:
    students = [step.student for step in steps if step.student]
    for step in steps:
        if step.student:
            step.student.user.username, step.student.user.email = step.line.values["login"], step.line.values["email"]
            _fill(step.student, step.line.values, roster)
    User.objects.bulk_update([student.user for student in students], ["username", "email"], batch_size=100)
    Student.objects.bulk_update(
        students, ["full_name", "study_group", "iin", "search_name", "sort_kk", "sort_ru", "sort_en"], batch_size=50
    )


def _fill(student: Student, values: dict[str, str], roster: _Roster) -> None:
    student.full_name, student.study_group = values["full_name"], roster.groups[values["group"]]
    student.record_book_number = values["record_book_number"]
    student.iin = values["iin"] or student.iin
    student.fill_names()
