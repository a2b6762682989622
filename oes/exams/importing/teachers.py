"""Importing teachers with their accounts and departments, and which group they teach what."""

from django.utils.translation import gettext as _

from oes.accounts.models import Role, User
from oes.exams.importing.lines import Column, Layout, Line, email_problems
from oes.exams.importing.steps import Action, Importer, Step, is_plain, of, words_of_change
from oes.exams.importing.students import new_account, save_accounts
from oes.exams.importing.subjects import Departments, save_departments
from oes.exams.models import StudyGroup, Subject, TeacherProfile, Teaching

TEACHERS = Layout(
    columns=(
        Column("full_name", 150), Column("login", 150), Column("email", 254),
        Column("department", is_needed=False, is_optional=True), Column("faculty", is_needed=False, is_optional=True),
    ),
    example=(
        "full_name;login;email;department;faculty\n"
        "Сәрсенов Бауыржан Қайратұлы;b.sarsenov;b.sarsenov@university.kz;Ақпараттық жүйелер;Ақпараттық технологиялар"
    ),
    once=(("login",),),
    words=("full_name", "department", "faculty"),
    more=email_problems,
)  # fmt: skip
TEACHINGS = Layout(
    columns=(Column("subject", 40), Column("teacher", 150), Column("group", 60)),
    example="subject;teacher;group\nDB301;b.sarsenov;ИС-21-1",
    once=(("subject", "teacher", "group"),),
)


class TeacherImporter(Importer):
    """A teacher is known by the login. An account that is no teacher's is left alone."""

    layout = TEACHERS
    shows = "full_name"

    def plan(self, lines: list[Line]) -> list[Step]:
        rows = User.objects.filter(
            organisation=self.organisation, username__in={line.values["login"] for line in lines}
        ).select_related("teacher__department")
        known = {row.username: row for row in rows.prefetch_related("roles")}
        departments = Departments(self, {line.values["department"] for line in lines})
        return [self._step(line, known.get(line.values["login"]), departments) for line in lines]

    def save(self, steps: list[Step]) -> None:
        ours = of(steps, Action.CREATE) + of(steps, Action.CHANGE)
        departments = save_departments(self, [step.line.values for step in ours])
        new = of(steps, Action.CREATE)
        users = [new_account(self, step.line.values) for step in new]
        for step, user in zip(new, users, strict=True):
            user.first_name = step.line.values["full_name"]
            step.row = user
        save_accounts(users, Role.TEACHER)
        for step in of(steps, Action.CHANGE):
            step.row.first_name, step.row.last_name = step.line.values["full_name"], ""
            step.row.email = step.line.values["email"]
            step.row.save(update_fields=["first_name", "last_name", "email"])
        for step in ours:
            if department := departments.get(step.line.values["department"]):
                TeacherProfile.objects.update_or_create(user=step.row, defaults={"department": department})

    def _step(self, line: Line, row: User | None, departments: Departments) -> Step:
        line.problems += departments.problems(line.values)
        if row and not row.has_role(Role.TEACHER):
            line.problems.append(_("login %(login)s belongs to somebody else") % {"login": row.username})
        elif self.coming.has("logins", line.values["login"]):
            line.problems.append(_("login %(login)s belongs to somebody else") % {"login": line.values["login"]})
        changes = _changes(line.values, row) if row else []
        if row and changes and not is_plain(row) and not line.problems:
            line.problems.append(_("the account holds other roles too: change it by hand"))
        if line.problems:
            return Step(line, Action.REFUSED, row)
        departments.remember(line.values)
        if row is None:
            self.coming.add("teachers", line.values["login"])
            return Step(line, Action.CREATE)
        return Step(line, Action.CHANGE if changes else Action.SAME, row, changes)


def _changes(values: dict[str, str], row: User) -> list[str]:
    profile = getattr(row, "teacher", None)
    now = {
        "full_name": row.get_full_name(),
        "email": row.email,
        "department": profile.department.name if profile else "",
    }
    return words_of_change(now, values, kept=("department",))


class TeachingImporter(Importer):
    """A teacher teaches a subject of the exam session to a group. Nothing is taken away."""

    layout = TEACHINGS
    shows = "subject"

    def plan(self, lines: list[Line]) -> list[Step]:
        wanted = {name: {line.values[name] for line in lines} for name in TEACHINGS.names}
        known = self._known(wanted)
        there = set(
            Teaching.objects.filter(subject__period=self.period, subject__code__in=wanted["subject"])
            .values_list("subject__code", "teacher__username", "study_group__code")
        )  # fmt: skip
        return [self._step(line, known, there) for line in lines]

    def save(self, steps: list[Step]) -> None:
        new = [step.line.values for step in of(steps, Action.CREATE)]
        known = self._known({name: {values[name] for values in new} for name in TEACHINGS.names})
        rows = [
            Teaching(
                subject_id=known["subject"][values["subject"]],
                teacher_id=known["teacher"][values["teacher"]],
                study_group_id=known["group"][values["group"]],
            )
            for values in new
        ]
        Teaching.objects.bulk_create(rows, batch_size=300)

    def _known(self, wanted: dict[str, set[str]]) -> dict[str, dict[str, int]]:
        subjects = Subject.objects.filter(period=self.period, code__in=wanted["subject"])
        teachers = User.objects.filter(organisation=self.organisation, username__in=wanted["teacher"])
        teachers = teachers.filter(roles__role=Role.TEACHER)
        groups = StudyGroup.objects.filter(organisation=self.organisation, code__in=wanted["group"])
        return {
            "subject": dict(subjects.values_list("code", "pk")),
            "teacher": dict(teachers.values_list("username", "pk")),
            "group": dict(groups.values_list("code", "pk")),
        }

    def _step(self, line: Line, known: dict[str, dict[str, int]], there: set[tuple[str, ...]]) -> Step:
        words = {
            "subject": _("there is no subject %(value)s in this exam session"),
            "teacher": _("there is no teacher with the login %(value)s"),
            "group": _("there is no group %(value)s"),
        }
        for name, word in words.items():
            value = line.values[name]
            if value and value not in known[name] and not self.coming.has(f"{name}s", value):
                line.problems.append(word % {"value": value})
        if line.problems:
            return Step(line, Action.REFUSED)
        told = tuple(line.values[name] for name in TEACHINGS.names)
        return Step(line, Action.SAME if told in there else Action.CREATE)
