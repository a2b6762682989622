import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from oes.journal.models import Entry

PAGES = [
    "review:students", "exams:students_admin", "exams:exams", "exams:groups", "exams:faculties", "accounts:staff",
    "exams:periods", "exams:subjects", "exams:departments",
]  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_every_table_is_saved_with_as_many_columns_as_its_heading(signed_in, admin, attempt, name):
    answer = signed_in(admin).get(reverse(name), {"export": "xlsx"})
    lines = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert len({len(line) for line in lines}) == 1
    assert Entry.objects.filter(action="table_exported").count() == 1


def test_the_whole_list_under_the_filter_is_saved_and_the_journal_knows(signed_in, admin, aigerim, daniyar):
    aigerim.full_name = "=HYPERLINK(1)"
    aigerim.save()
    answer = signed_in(admin).get(reverse("exams:students_admin"), {"export": "csv", "q": "hyper", "page": "7"})
    (_header, line, rest) = answer.content.decode("utf-8-sig").split("\r\n")
    assert line.startswith("'=HYPERLINK(1);ИС-21-1;")
    assert rest == ""
    entry = Entry.objects.get(action="table_exported")
    assert entry.content == {"table": "roster", "form": "csv", "rows": 1}
    assert entry.actor == admin.uuid


def test_the_list_of_an_exam_is_saved(signed_in, admin, attempt):
    page = signed_in(admin).get(reverse("exams:exam", args=[attempt.enrolment.exam.uuid]), {"export": "csv"})
    assert page.content.decode("utf-8-sig").split("\r\n")[1].endswith(";aigerim;1;0")


def test_an_unknown_form_shows_the_page(signed_in, admin, aigerim):
    page = signed_in(admin).get(reverse("exams:students_admin"), {"export": "exe"})
    assert page["Content-Type"].startswith("text/html")
    assert not Entry.objects.filter(action="table_exported").exists()
