"""Importing who may sit which exam: single students, or whole groups as they are now."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oes.exams.importing.lines import Column, Layout, Line
from oes.exams.importing.steps import Action, Importer, Step, of
from oes.exams.models import Enrolment, Exam, Student


def _problems(values: dict[str, str]) -> list[str]:
    if bool(values["group"]) == bool(values["record_book_number"]):
        return [_("either group or record_book_number is needed, and not both")]
    return []


ENROLMENTS = Layout(
    columns=(
        Column("exam"), Column("group", 60, is_needed=False, is_optional=True),
        Column("record_book_number", 40, is_needed=False, is_optional=True),
    ),
    example="exam;group;record_book_number\nDB301;ИС-21-1;\nDB301;;21-0417",
    once=(("exam", "group"), ("exam", "record_book_number")),
    more=_problems,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seats:
    """An exam and the students whom a line puts on its list; one who is not there yet comes with this file."""

    exam: int
    students: frozenset[int]


class EnrolmentImporter(Importer):
    """An exam is known by its title or by the code of its subject. Nobody is taken off a list."""

    layout = ENROLMENTS
    shows = "exam"

    def plan(self, lines: list[Line]) -> list[Step]:
        known = _Known(self, lines)
        return [self._step(line, known) for line in lines]

    def save(self, steps: list[Step]) -> None:
        wanted: dict[int, set[int]] = defaultdict(set)
        coming = {s.line.values["record_book_number"] for s in of(steps, Action.CREATE) if not s.row.students}
        mine = Student.objects.filter(organisation=self.organisation, record_book_number__in=coming)
        there = dict(mine.values_list("record_book_number", "pk"))
        for step in of(steps, Action.CREATE):
            wanted[step.row.exam] |= step.row.students or {there[step.line.values["record_book_number"]]}
        rows = [Enrolment(exam_id=exam, student_id=one) for exam, students in wanted.items() for one in students]
        Enrolment.objects.bulk_create(rows, batch_size=300, ignore_conflicts=True)

    def _step(self, line: Line, known: "_Known") -> Step:
        exams = known.exams.get(line.values["exam"], set())
        if not exams:
            line.problems.append(_("there is no exam %(value)s") % {"value": line.values["exam"]})
        elif len(exams) > 1:
            line.problems.append(_("several exams are called %(value)s") % {"value": line.values["exam"]})
        students = known.students_of(line)
        number = line.values["record_book_number"]
        if not students and not self.coming.has("students", number) and not line.problems:
            line.problems.append(_("nobody is found: %(value)s") % {"value": line.values["group"] or number})
        if line.problems:
            return Step(line, Action.REFUSED)
        (exam,) = exams
        missing = frozenset(students - known.enrolled[exam])
        if students and not missing:
            return Step(line, Action.SAME)
        known.enrolled[exam] |= missing
        count = len(missing) or 1
        words = ngettext("%(count)s student", "%(count)s students", count) % {"count": count}
        return Step(line, Action.CREATE, Seats(exam, missing), [words])


class _Known:
    """Exams, students and groups that some lines name. Four queries."""

    def __init__(self, importer: Importer, lines: list[Line]) -> None:
        wanted = {name: {line.values[name] for line in lines} - {""} for name in ENROLMENTS.names}
        self.exams: dict[str, set[int]] = defaultdict(set)
        rows = Exam.objects.real().filter(organisation=importer.organisation)
        if importer.period:
            rows = rows.filter(period=importer.period)
        for name, column in (("title", "title"), ("subject__code", "subject__code")):
            for value, pk in rows.filter(**{f"{column}__in": wanted["exam"]}).values_list(name, "pk"):
                self.exams[value].add(pk)
        mine = Student.objects.filter(organisation=importer.organisation)
        found = mine.filter(record_book_number__in=wanted["record_book_number"])
        self._by_number = dict(found.values_list("record_book_number", "pk"))
        self._by_group: dict[str, set[int]] = defaultdict(set)
        in_groups = mine.filter(study_group__code__in=wanted["group"])
        for code, pk in in_groups.values_list("study_group__code", "pk"):
            self._by_group[code].add(pk)
        self.enrolled: dict[int, set[int]] = defaultdict(set)
        exams = {pk for pks in self.exams.values() for pk in pks}
        for exam, student in Enrolment.objects.filter(exam__in=exams).values_list("exam_id", "student_id"):
            self.enrolled[exam].add(student)

    def students_of(self, line: Line) -> set[int]:
        if group := line.values["group"]:
            return self._by_group[group]
        student = self._by_number.get(line.values["record_book_number"])
        return {student} if student else set()
