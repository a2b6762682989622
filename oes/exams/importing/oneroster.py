"""A OneRoster ZIP to the lines of our own kinds of tables; the rules are those of `domain.oneroster`."""

import zipfile
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from oes.domain.oneroster import FILES, Fault, Row, rosters_of
from oes.exams.importing.archives import files_of, read
from oes.exams.importing.enrolments import EnrolmentImporter
from oes.exams.importing.lines import FileRefused, Line, lines_from
from oes.exams.importing.sheets import rows_of_text, text_of
from oes.exams.importing.steps import Action, Importer, Step
from oes.exams.importing.students import StudentImporter
from oes.exams.importing.subjects import SubjectImporter
from oes.exams.importing.teachers import TeacherImporter, TeachingImporter
from oes.exams.models import Exam, ImportJob

ORDER: tuple[tuple[str, type[Importer]], ...] = (
    ("students", StudentImporter),
    ("subjects", SubjectImporter),
    ("teachers", TeacherImporter),
    ("teachings", TeachingImporter),
    ("enrolments", EnrolmentImporter),
)
"""Each speaks of what those before it make."""
MOST_BYTES = 50 * 1024 * 1024
"""Of one file, unpacked."""
MOST_ROWS = 300_000


class FaultImporter(Importer):
    """The lines that speak of what is not in the files: refused, each with its reason."""

    shows = "value"

    def plan(self, lines: list[Line]) -> list[Step]:
        return [Step(line, Action.REFUSED) for line in lines]

    def save(self, steps: list[Step]) -> None:
        """Nothing is to be stored."""


def parts(archive: zipfile.ZipFile, job: ImportJob, told: dict[str, object]) -> list[tuple[Importer, list[Line]]]:
    """Return what is to be imported, in order; notes what is left out in the job. FileRefused says what is missing."""
    assert job.period is not None
    rosters = rosters_of(_files(archive), session_ends=job.period.ends_on)
    lines = rosters.lines
    with_exam = set(Exam.objects.filter(period=job.period).values_list("subject__code", flat=True))
    seats = [one for one in lines["enrolments"] if one[1][1]["exam"] in with_exam]
    job.notes = {
        "left_deleted": rosters.deleted,
        "left_ended": rosters.ended,
        "left_without_exam": len(lines["enrolments"]) - len(seats),
    }
    lines["enrolments"] = seats
    found: list[tuple[Importer, list[Line]]] = []
    for kind, make in ORDER:
        rows = [row for _table, row in lines[kind]]
        if rows:
            found.append((make(**told), lines_from(rows, make.layout, table=lines[kind][0][0])))  # type: ignore[arg-type]
    faults = [Line(one.number, {"value": one.value}, [_words(one)], one.table) for one in rosters.faults]
    return [*found, (FaultImporter(**told), faults)]  # type: ignore[arg-type]


def _files(archive: zipfile.ZipFile) -> dict[str, list[Row]]:
    there = {PurePosixPath(info.filename).name.lower(): info for info in files_of(archive)}
    if "users.csv" not in there and "classes.csv" not in there:
        raise FileRefused(_("This is no OneRoster archive: neither users.csv nor classes.csv is in it."))
    found = {}
    for name in FILES:
        if name in there:
            body = read(archive, there[name], most_bytes=MOST_BYTES)
            if body is None:
                raise FileRefused(_("%(name)s is damaged or larger than 50 MB.") % {"name": name})
            found[name] = _rows(name, body)
    return found


def _rows(name: str, body: bytes) -> list[Row]:
    rows = rows_of_text(text_of(body, most_bytes=MOST_BYTES), most_rows=MOST_ROWS)
    header = [cell.strip().lower() for cell in rows[0][1]] if rows else []
    if missing := [column for column in FILES[name] if column not in header]:
        told = {"name": name, "names": ", ".join(missing)}
        raise FileRefused(_("%(name)s lacks these columns: %(names)s.") % told)
    empty = dict.fromkeys(header, "")
    return [
        (number, empty | {column: cell.strip() for column, cell in zip(header, cells, strict=False)})
        for number, cells in rows[1:]
        if any(map(str.strip, cells))
    ]


def _words(fault: Fault) -> str:
    words = {
        "no_user": _("%(value)s is not in users.csv"),
        "no_class": _("%(value)s is not in classes.csv"),
        "no_course": _("%(value)s is not in courses.csv"),
        "no_homeroom": _("the student is in no homeroom class, so the group is not known"),
    }
    return words[fault.code] % {"value": fault.value}
