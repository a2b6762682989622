"""Every list that a page shows can be saved: each table stands here, with its address or why it has none."""

import csv
import io
import re
from pathlib import Path

import pytest

from tests.access.asking import address_of
from tests.access.places import PLACES
from tests.access.roles import OPENS, ROLES

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
LISTS = {
    "appeals/board.html": ["appeals:board"],
    "appeals/statistics.html": ["appeals:statistics"],
    "accounts/mails.html": ["accounts:mails"],
    "accounts/staff.html": ["accounts:staff"],
    "appeals/cases.html": ["appeals:cases"],
    "appeals/commissions.html": ["appeals:commissions"],
    "appeals/holidays.html": ["appeals:holidays"],
    "appeals/queue.html": ["appeals:queue"],
    "appeals/releases.html": ["appeals:releases"],
    "appeals/tasks.html": ["appeals:tasks"],
    "exams/departments.html": ["exams:departments"],
    "exams/exam.html": ["exams:exam"],
    "exams/exams.html": ["exams:exams"],
    "exams/faculties.html": ["exams:faculties"],
    "exams/groups.html": ["exams:groups"],
    "exams/import.html": ["exams:import"],
    "exams/import_job.html": ["exams:import_job", "exams:import_job?show=create", "exams:import_job?show=refused"],
    "exams/periods.html": ["exams:periods"],
    "exams/students.html": ["exams:students_admin"],
    "exams/subject.html": ["exams:subject"],
    "exams/subjects.html": ["exams:subjects"],
    "portal/_plan_table.html": ["portal:plan"],
    "portal/applications.html": ["portal:applications"],
    "portal/period_exams.html": ["portal:period_exams"],
    "portal/place.html": ["portal:place"],
    "portal/places.html": ["portal:places"],
    "portal/problems.html": ["portal:problems"],
    "portal/slots.html": ["portal:slots"],
    "portal/waiting.html": ["portal:waiting"],
    "review/comparisons.html": ["review:comparisons"],
    "review/students.html": ["review:students"],
    "review/viewings.html": ["review:viewings"],
    "review/what_if.html": ["review:what_if"],
    "written/marking/_works.html": ["written:board"],
    "written/marking/board.html": ["written:board?table=markers"],
    "written/marking/exams.html": ["written:exams"],
    "written/marking/mine.html": ["written:mine"],
    "written/marking/observed.html": ["written:observed", "written:observed?table=works"],
}
"""Templates with tables, and the addresses of the pages that show them."""
OTHERS = {
    "appeals/commission.html": "the members of one commission; its order names them",
    "appeals/protocol.html": "one appeal",
    "classroom/_link.html": "tested with its app: here no marks were sent",
    "classroom/courses.html": "the courses of Google, not ours",
    "exams/_duties.html": "part of an exam; the plan's file has all duties",
    "exams/period.html": "a few lines about one session; faculties and exams have files of their own",
    "exams/policy_form.html": "a form",
    "exams/student_merge.html": "a question about two rows",
    "portal/board.html": "counts; the lists behind them have files",
    "review/detailed/account_lines.html": "part of a report, which is saved as a whole",
}


def shown() -> set[str]:
    """Return the templates with tables."""
    pages = ROOT.glob("oes/**/templates/**/*.html")
    found = [page for page in pages if re.search(r'<table class="table\b', page.read_text(encoding="utf-8"))]
    return {str(page).partition("/templates/")[2] for page in found}


def test_every_table_is_here():
    assert shown() == set(LISTS) | set(OTHERS)


def asked(world, page: str, form: str):
    name, _, more = page.partition("?")
    place = next(place for place in PLACES if place.name == name and place.method == "GET")
    role = next(role for role in reversed(ROLES) if place.door.answer_to(role) == OPENS)
    client = world.client(role)
    address = address_of(place, world)
    return client.get(f"{address}{'&' if '?' in address else '?'}{more}{'&' if more else ''}export={form}")


@pytest.mark.parametrize("page", [page for pages in LISTS.values() for page in pages])
def test_it_is_saved_as_csv_and_xlsx(world, page):
    answer = asked(world, page, "csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Cache-Control"] == "no-store"
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert {len(line) for line in lines} == {len(lines[0])}
    answer = asked(world, page, "xlsx")
    assert answer["Content-Disposition"].endswith('.xlsx"')
    assert answer.content.startswith(b"PK")
