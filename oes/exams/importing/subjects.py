"""Importing the subjects of an exam session, with the departments that teach them."""

from typing import Any

from django.utils.translation import gettext as _

from oes.exams.importing.lines import Column, Layout, Line
from oes.exams.importing.steps import Action, Importer, Step, of, words_of_change
from oes.exams.models import Department, Faculty, Format, Subject

YES = {"yes", "1", "true", "да", "иә", "ия"}
NO = {"no", "0", "false", "нет", "жоқ"}
FORMATS = {
    "тест": Format.TEST, "тестирование": Format.TEST, "письменный": Format.WRITTEN, "письменно": Format.WRITTEN,
    "жазбаша": Format.WRITTEN, "накопительный": Format.CUMULATIVE, "жинақтау": Format.CUMULATIVE,
    "жинақтаушы": Format.CUMULATIVE,
} | {str(key): Format(key) for key in Format}  # fmt: skip
"""Words for a format in the languages of the tables that offices have."""


def _problems(values: dict[str, str]) -> list[str]:
    found = []
    if values["has_exam"] and values["has_exam"].casefold() not in YES | NO:
        found.append(_("has_exam is neither yes nor no: %(value)s") % {"value": values["has_exam"]})
    if values["format"] and values["format"].casefold() not in FORMATS:
        told = {"value": values["format"], "known": ", ".join(Format.values)}
        found.append(_("format %(value)s is none of %(known)s") % told)
    return found


SUBJECTS = Layout(
    columns=(
        Column("code", 40), Column("title"), Column("department", is_needed=False, is_optional=True),
        Column("faculty", is_needed=False, is_optional=True), Column("has_exam", 10, False, True),
        Column("format", 20, False, True),
    ),
    example=(
        "code;title;department;faculty;has_exam;format\n"
        "DB301;Дерекқор;Ақпараттық жүйелер;Ақпараттық технологиялар;yes;test"
    ),
    once=(("code",),),
    words=("title", "department", "faculty"),
    more=_problems,
)  # fmt: skip


class SubjectImporter(Importer):
    """A subject is known by its code within the exam session. An empty cell takes nothing away."""

    layout = SUBJECTS
    shows = "title"

    def plan(self, lines: list[Line]) -> list[Step]:
        codes = {line.values["code"] for line in lines}
        rows = Subject.objects.filter(period=self.period, code__in=codes).select_related("department__faculty")
        known = {row.code: row for row in rows}
        departments = Departments(self, {line.values["department"] for line in lines})
        return [self._step(line, known.get(line.values["code"]), departments) for line in lines]

    def save(self, steps: list[Step]) -> None:
        ours = of(steps, Action.CREATE) + of(steps, Action.CHANGE)
        departments = save_departments(self, [step.line.values for step in ours])
        new = []
        for step in ours:
            row = step.row or Subject(organisation=self.organisation, period=self.period, code=step.line.values["code"])
            _fill(row, step.line.values, departments)
            if step.row:
                row.save(update_fields=["title", "search_title", "department", "has_exam", "format"])
            else:
                new.append(row)
        Subject.objects.bulk_create(new, batch_size=100)

    def _step(self, line: Line, row: Subject | None, departments: "Departments") -> Step:
        line.problems += departments.problems(line.values)
        if line.problems:
            return Step(line, Action.REFUSED, row)
        departments.remember(line.values)
        if row is None:
            self.coming.add("subjects", line.values["code"])
            return Step(line, Action.CREATE)
        changes = _changes(line.values, row)
        return Step(line, Action.CHANGE if changes else Action.SAME, row, changes)


class Departments:
    """The departments that some lines name, known or to be made. Two queries."""

    def __init__(self, importer: Importer, names: set[str]) -> None:
        self._coming = importer.coming
        rows = Department.objects.filter(organisation=importer.organisation, name__in=names - {""})
        self._faculty_of = dict(rows.values_list("name", "faculty__name"))
        self._faculties = set(Faculty.objects.filter(organisation=importer.organisation).values_list("name", flat=True))

    def problems(self, values: dict[str, str]) -> list[str]:
        name, faculty = values["department"], values["faculty"]
        if not name:
            return []
        known = self._faculty_of.get(name) or self._coming.faculty_of.get(f"department {name}")
        if known is None and not faculty:
            return [_("department %(name)s is new: its faculty is needed") % {"name": name}]
        if known and faculty and known != faculty:
            return [_("department %(name)s belongs to %(known)s") % {"name": name, "known": known}]
        return []

    def remember(self, values: dict[str, str]) -> None:
        name, faculty = values["department"], values["faculty"]
        if name and name not in self._faculty_of:
            self._coming.add("departments", name)
            self._coming.faculty_of.setdefault(f"department {name}", faculty)
            if faculty not in self._faculties:
                self._coming.add("faculties", faculty)


def save_departments(importer: Importer, told: list[dict[str, str]]) -> dict[str, Department]:
    """Return the departments that lines name, made with their faculties where they are new."""
    names = {values["department"] for values in told} - {""}
    rows = {row.name: row for row in Department.objects.filter(organisation=importer.organisation, name__in=names)}
    for values in sorted(told, key=lambda values: not values["faculty"]):
        name = values["department"]
        if name and name not in rows:
            faculty_name = values["faculty"] or importer.coming.faculty_of[f"department {name}"]
            faculty, _made = Faculty.objects.get_or_create(organisation=importer.organisation, name=faculty_name)
            rows[name] = Department.objects.create(organisation=importer.organisation, faculty=faculty, name=name)
    return rows


def _changes(values: dict[str, str], row: Subject) -> list[str]:
    now: dict[str, Any] = {
        "title": row.title,
        "department": row.department.name if row.department else "",
        "has_exam": "yes" if row.has_exam else "no",
        "format": row.format,
    }
    wanted = {**values, "has_exam": _yes_no(values), "format": _format(values)}
    return words_of_change(now, wanted, kept=("department", "has_exam", "format"))


def _fill(row: Subject, values: dict[str, str], departments: dict[str, Department]) -> None:
    row.title = values["title"]
    row.department = departments.get(values["department"], row.department)
    if said := _yes_no(values):
        row.has_exam = said == "yes"
    if said := _format(values):
        row.format = said
    row.fill_names()


def _yes_no(values: dict[str, str]) -> str:
    said = values["has_exam"].casefold()
    return ("yes" if said in YES else "no") if said else ""


def _format(values: dict[str, str]) -> str:
    said = values["format"].casefold()
    return str(FORMATS[said]) if said else ""
