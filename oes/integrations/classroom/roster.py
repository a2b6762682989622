"""A course's roster as a table that the import of files reads: it judges the lines, and says what is wrong in each.

Students are found by their e-mail addresses. One who has an account here is named by the record book number and keeps
all that stands here.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from oes.accounts.models import Organisation
from oes.exams.models import Exam, ImportJob, Student

Kind = ImportJob.Kind
_HEADERS = {
    Kind.ENROLMENTS: ["exam", "record_book_number"],
    Kind.STUDENTS: ["full_name", "group", "faculty", "record_book_number", "login", "email"],
}


def table_of(
    *, organisation: Organisation, kind: str, name: str, students: list[dict[str, Any]], exam: Exam | None, group: str
) -> SimpleUploadedFile:
    """Return the file of an import. `students` as Google lists them; `exam` or `group` by the kind."""
    out = io.StringIO()
    table = csv.writer(out, delimiter=";", lineterminator="\n")
    table.writerow(_HEADERS[Kind(kind)])
    known = _by_address(organisation, students)
    for one in students:
        row = known.get(_address(one).casefold(), [])
        if kind == Kind.ENROLMENTS and exam is not None:
            table.writerow([_called(exam), row[0].record_book_number if len(row) == 1 else _shown(one)])
        else:
            table.writerow(_line(one, row, group))
    return SimpleUploadedFile(f"Classroom: {name}.csv"[-200:], out.getvalue().encode())


def _line(one: dict[str, Any], known: list[Student], group: str) -> list[str]:
    """Return the line of a student; without a number, so that it is refused, where several have the address."""
    if len(known) == 1:
        (here,) = known
        code = here.study_group.code
        return [here.full_name, code, "", here.record_book_number, here.user.username, here.user.email]
    address = _address(one)
    number = "" if known else f"G-{one['userId']}"
    return [_name(one), group, "", number, address.lower(), address]


def _by_address(organisation: Organisation, students: list[dict[str, Any]]) -> dict[str, list[Student]]:
    """Return the students of some addresses, letter case aside. One query: databases fold ASCII letters only."""
    wanted = {_address(one).casefold() for one in students} - {""}
    found: dict[str, list[Student]] = defaultdict(list)
    rows = Student.objects.filter(organisation=organisation).exclude(user__email="")
    addresses = {pk: mail.casefold() for pk, mail in rows.values_list("pk", "user__email")}
    mine = [pk for pk, mail in addresses.items() if mail in wanted]
    for student in _read(rows, mine):
        found[addresses[student.pk]].append(student)
    return found


def _read(rows: Any, keys: list[int]) -> Iterator[Student]:
    for start in range(0, len(keys), 500):
        yield from rows.filter(pk__in=keys[start : start + 500]).select_related("user", "study_group")


def _called(exam: Exam) -> str:
    """Return what names the exam in a table: its title, or its subject's code where others have the title, too."""
    same = Exam.objects.real().filter(organisation=exam.organisation, title=exam.title)
    if exam.period:
        same = same.filter(period=exam.period)
    return exam.subject.code if exam.subject and same.count() > 1 else exam.title


def _address(one: dict[str, Any]) -> str:
    return str(one.get("profile", {}).get("emailAddress", "")).strip()


def _name(one: dict[str, Any]) -> str:
    return " ".join(str(one.get("profile", {}).get("name", {}).get("fullName", "")).split())


def _shown(one: dict[str, Any]) -> str:
    """Return what the office knows a student by whom nobody here matches; cut to what the column takes."""
    return (_address(one) or _name(one) or f"G-{one['userId']}")[:40]
