import io
from datetime import UTC, date, datetime

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from oes.lib.sheets import _letters
from oes.lib.tables import csv_answer, plain_cell, table_answer, xlsx_answer

FORMULAS = ["=1+1", "+7", "-1", "@x", "\tx", "\rx"]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text):
    assert plain_cell(text) == "'" + text


def test_the_answer_is_a_download_that_is_not_kept():
    answer = csv_answer("a.csv", ["name"], [["Әділ; =x"], ["=x"]])
    assert answer.content.decode() == '\ufeffname\r\n"Әділ; =x"\r\n\'=x\r\n'
    assert answer["Cache-Control"] == "no-store"
    assert "attachment" in answer["Content-Disposition"]


def test_numbers_and_moments_in_csv_stay_what_they_are():
    with timezone.override("Asia/Almaty"):
        answer = csv_answer("a.csv", ["a"], [[-3, None, datetime(2026, 1, 9, 20, 0, tzinfo=UTC), date(2026, 1, 9)]])
    assert answer.content.decode().split("\r\n")[1] == "-3;;10.01.2026 01:00;09.01.2026"


def sheet_of(answer):
    return load_workbook(io.BytesIO(answer.content)).active


def test_a_sheet_holds_texts_as_texts_and_numbers_as_numbers():
    rows = [*([text] for text in FORMULAS), [12], [None], ["bad\x07bell"], ["Ә" * 40_000]]
    with timezone.override("Asia/Almaty"):
        sheet = sheet_of(xlsx_answer("a.xlsx", ["=name"], [*rows, [datetime(2026, 1, 9, 20, 0, tzinfo=UTC)]]))
    cells = [line[0] for line in sheet.iter_rows()]
    assert {cell.data_type for cell in cells[:7]} == {"s"}  # none is "f", a formula
    assert all(cell.quotePrefix for cell in cells[1:7])
    assert cells[7].value == 12
    assert cells[9].value == "bad bell"
    assert len(cells[10].value) == 32_000
    assert cells[11].value == datetime(2026, 1, 10, 1, 0)  # noqa: DTZ001  (spreadsheets know no zones)


@pytest.mark.parametrize(("form", "ending"), [("csv", "x.csv"), ("xlsx", "x.xlsx")])
def test_an_empty_table_is_a_file_too(form, ending):
    assert f'"{ending}"' in table_answer(form, "x", ["a", "b"], [])["Content-Disposition"]


def test_columns_are_counted_as_spreadsheets_do():
    assert [_letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
