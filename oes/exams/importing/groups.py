"""Importing groups and the faculties they belong to."""

from django.utils.translation import gettext as _

from oes.exams.importing.lines import Column, Layout, Line
from oes.exams.importing.steps import Action, Importer, Step, of
from oes.exams.importing.students import save_groups
from oes.exams.models import Faculty, StudyGroup

GROUPS = Layout(
    columns=(Column("group", 60), Column("faculty", is_needed=False)),
    example="group;faculty\nИС-21-1;Ақпараттық технологиялар",
    once=(("group",),),
    words=("group", "faculty"),
)


class GroupImporter(Importer):
    """A group is known by its code. One without a faculty gets it; no group changes from one faculty to another."""

    layout = GROUPS
    shows = "group"

    def plan(self, lines: list[Line]) -> list[Step]:
        codes = {line.values["group"] for line in lines}
        rows = StudyGroup.objects.filter(organisation=self.organisation, code__in=codes).select_related("faculty")
        known = {row.code: row for row in rows}
        faculties = set(Faculty.objects.filter(organisation=self.organisation).values_list("name", flat=True))
        return [self._step(line, known.get(line.values["group"]), faculties) for line in lines]

    def save(self, steps: list[Step]) -> None:
        save_groups(
            self.organisation, {s.line.values["group"]: s.line.values["faculty"] for s in of(steps, Action.CREATE)}
        )
        for step in of(steps, Action.CHANGE):
            name = step.line.values["faculty"]
            step.row.faculty, _made = Faculty.objects.get_or_create(organisation=self.organisation, name=name)
            step.row.save(update_fields=["faculty"])

    def _step(self, line: Line, row: StudyGroup | None, faculties: set[str]) -> Step:
        code, faculty = line.values["group"], line.values["faculty"]
        if row and row.faculty and faculty and row.faculty.name != faculty:
            line.problems.append(_("group %(group)s belongs to %(known)s") % {"group": code, "known": row.faculty.name})
        if line.problems:
            return Step(line, Action.REFUSED, row)
        if faculty and faculty not in faculties:
            self.coming.add("faculties", faculty)
        if row is None:
            self.coming.add("groups", code)
            return Step(line, Action.CREATE)
        if faculty and row.faculty is None:
            return Step(line, Action.CHANGE, row, [f"faculty: – → {faculty}"])
        return Step(line, Action.SAME, row)
