"""Importing students with their accounts, groups and faculties. A student is known by the record book number."""

from typing import Any

from django.utils.translation import gettext as _

from oes.accounts.models import Role, RoleGrant, User
from oes.domain.iin import iin_holds
from oes.exams.importing.lines import Column, Layout, Line, email_problems
from oes.exams.importing.steps import Action, Importer, Step, is_plain, of, words_of_change
from oes.exams.models import Faculty, MergedStudent, Student, StudyGroup


def _problems(values: dict[str, str]) -> list[str]:
    found = email_problems(values)
    if values["iin"].isascii() and values["iin"].isdecimal():
        values["iin"] = values["iin"].zfill(12)  # spreadsheets take the noughts before a number away
    if values["iin"] and not iin_holds(values["iin"]):
        found.append(_("iin is not twelve digits with a right check digit: %(iin)s") % {"iin": values["iin"]})
    return found


STUDENTS = Layout(
    columns=(
        Column("full_name"), Column("group", 60), Column("faculty", is_needed=False), Column("record_book_number", 40),
        Column("login", 150), Column("email", 254), Column("iin", is_needed=False, is_optional=True),
    ),
    example=(
        "full_name;group;faculty;record_book_number;login;email;iin\n"
        "Әділбаева Айгерім Серікқызы;ИС-21-1;Ақпараттық технологиялар;21-0417;aigerim;aigerim@university.kz;"
    ),
    once=(("record_book_number",), ("login",), ("iin",)),
    words=("full_name", "group", "faculty"),
    more=_problems,
)  # fmt: skip


class _Known:
    """What the organisation has of some lines: read in a fixed number of queries."""

    def __init__(self, importer: Importer, lines: list[Line]) -> None:
        mine = Student.objects.filter(organisation=importer.organisation)
        mine = mine.select_related("user", "study_group__faculty").prefetch_related("user__roles")
        wanted = {name: {line.values[name] for line in lines} for name in ("record_book_number", "login", "iin")}
        found = mine.filter(record_book_number__in=wanted["record_book_number"])
        self.by_number = {student.record_book_number: student for student in found}
        users = User.objects.filter(organisation=importer.organisation, username__in=wanted["login"])
        self.login_owner = dict(users.values_list("username", "pk"))
        self.iin_owner = dict(mine.filter(iin__in=wanted["iin"] - {""}).values_list("iin", "pk"))
        merged = MergedStudent.objects.filter(student__organisation=importer.organisation)
        merged = merged.filter(record_book_number__in=wanted["record_book_number"])
        self.merged = dict(merged.values_list("record_book_number", "student__record_book_number"))
        self.faculties = set(Faculty.objects.filter(organisation=importer.organisation).values_list("name", flat=True))
        codes = {line.values["group"] for line in lines}
        groups = StudyGroup.objects.filter(organisation=importer.organisation, code__in=codes)
        self.faculty_of = dict(groups.values_list("code", "faculty__name"))


class StudentImporter(Importer):
    layout = STUDENTS
    shows = "full_name"

    def plan(self, lines: list[Line]) -> list[Step]:
        known = _Known(self, lines)
        return [self._step(line, known) for line in lines]

    def save(self, steps: list[Step]) -> None:
        groups = save_groups(
            self.organisation, {s.line.values["group"]: s.line.values["faculty"] for s in _ours(steps)}
        )
        _create(self, of(steps, Action.CREATE), groups)
        _change(of(steps, Action.CHANGE), groups)

    def _step(self, line: Line, known: _Known) -> Step:
        values = line.values
        student = known.by_number.get(values["record_book_number"])
        line.problems += self._clashes(values, student, known)
        if line.problems:
            return Step(line, Action.REFUSED, student)
        self._remember(values, known)
        if student is None:
            return Step(line, Action.CREATE)
        changes = _changes(values, student)
        if changes and not is_plain(student.user):
            line.problems.append(_("the account holds other roles too: change it by hand"))
            return Step(line, Action.REFUSED, student)
        return Step(line, Action.CHANGE if changes else Action.SAME, student, changes)

    def _clashes(self, values: dict[str, str], student: Student | None, known: _Known) -> list[str]:
        found = []
        owner = known.login_owner.get(values["login"])
        foreign = owner and (student is None or owner != student.user_id)
        if foreign or self.coming.has("teachers", values["login"]):
            found.append(_("login %(login)s belongs to somebody else") % {"login": values["login"]})
        owner = known.iin_owner.get(values["iin"])
        if owner and (student is None or owner != student.pk):
            found.append(_("iin %(iin)s belongs to somebody else") % {"iin": values["iin"]})
        faculty = known.faculty_of.get(values["group"]) or self.coming.faculty_of.get(values["group"])
        if faculty and values["faculty"] and faculty != values["faculty"]:
            found.append(_("group %(group)s belongs to %(known)s") % {"group": values["group"], "known": faculty})
        if student is None and (now := known.merged.get(values["record_book_number"])):
            found.append(_("this account was merged into that of %(number)s") % {"number": now})
        return found

    def _remember(self, values: dict[str, str], known: _Known) -> None:
        group, faculty = values["group"], values["faculty"]
        if faculty:
            self.coming.faculty_of.setdefault(group, faculty)
            if faculty not in known.faculties:
                self.coming.add("faculties", faculty)
        if group not in known.faculty_of:
            self.coming.add("groups", group)
        self.coming.add("students", values["record_book_number"])
        self.coming.add("logins", values["login"])


def save_groups(organisation: Any, faculty_of: dict[str, str]) -> dict[str, StudyGroup]:
    """Return the groups by code, made where they are new with the faculties they name; a known one keeps its own."""
    names = set(faculty_of.values()) - {""}
    faculties = {row.name: row for row in Faculty.objects.filter(organisation=organisation, name__in=names)}
    for name in sorted(names - set(faculties)):
        faculties[name] = Faculty.objects.create(organisation=organisation, name=name)
    groups = {row.code: row for row in StudyGroup.objects.filter(organisation=organisation, code__in=faculty_of)}
    for code in sorted(set(faculty_of) - set(groups)):
        faculty = faculties.get(faculty_of[code])
        groups[code] = StudyGroup.objects.create(organisation=organisation, code=code, faculty=faculty)
    return groups


def _ours(steps: list[Step]) -> list[Step]:
    """Return the steps that write, those with a faculty last: theirs is the one a group gets."""
    mine = [step for step in steps if step.action in (Action.CREATE, Action.CHANGE)]
    return sorted(mine, key=lambda step: bool(step.line.values["faculty"]))


def _changes(values: dict[str, str], student: Student) -> list[str]:
    now = {
        "full_name": student.full_name,
        "group": student.study_group.code,
        "login": student.user.username,
        "email": student.user.email,
        "iin": student.iin,
    }
    return words_of_change(now, values, kept=("iin",))


def _create(importer: Importer, steps: list[Step], groups: dict[str, StudyGroup]) -> None:
    users = [new_account(importer, step.line.values) for step in steps]
    save_accounts(users, Role.STUDENT)
    students = []
    for step, user in zip(steps, users, strict=True):
        student = Student(organisation=importer.organisation, user=user)
        _fill(student, step.line.values, groups)
        students.append(student)
    Student.objects.bulk_create(students, batch_size=100)


def new_account(importer: Importer, values: dict[str, str]) -> User:
    """Return an account, not stored yet, that nobody can enter before a password is given or set by mail."""
    user = User(organisation=importer.organisation, username=values["login"], email=values["email"])
    user.set_unusable_password()
    return user


def save_accounts(users: list[User], role: Role) -> None:
    User.objects.bulk_create(users, batch_size=200)
    RoleGrant.objects.bulk_create([RoleGrant(user=user, role=role) for user in users], batch_size=400)


def _change(steps: list[Step], groups: dict[str, StudyGroup]) -> None:
    for step in steps:
        step.row.user.username, step.row.user.email = step.line.values["login"], step.line.values["email"]
        _fill(step.row, step.line.values, groups)
    students = [step.row for step in steps]
    User.objects.bulk_update([student.user for student in students], ["username", "email"], batch_size=100)
    Student.objects.bulk_update(
        students, ["full_name", "study_group", "iin", "search_name", "sort_kk", "sort_ru", "sort_en"], batch_size=50
    )


def _fill(student: Student, values: dict[str, str], groups: dict[str, StudyGroup]) -> None:
    student.full_name, student.study_group = values["full_name"], groups[values["group"]]
    student.record_book_number = values["record_book_number"]
    student.iin = values["iin"] or student.iin
    student.fill_names()
