"""A table as an XLSX file with one sheet. Its library is slow to import: `tables` does so at the first file."""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from oes.lib.tables import STARTS_FORMULA, local_moment

_UNPRINTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_WIDEST, _MOST_LETTERS = 60, 32_000
"""Letters: of a column, and of a cell, of which Excel reads 32767."""


def sheet_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return the file: numbers as numbers, moments in the page's time zone, texts always as texts."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    lines = [[_xlsx_value(value) for value in row] for row in rows]
    sheet.freeze_panes = "A2"
    for column, title in enumerate(header):
        widest = max((len(str(line[column])) for line in lines[:200]), default=0)
        sheet.column_dimensions[_letters(column)].width = min(max(widest, len(title)) + 2, _WIDEST)
    sheet.append([_heading(sheet, title) for title in header])
    for line in lines:
        sheet.append([_xlsx_cell(sheet, value) for value in line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _xlsx_value(value: object) -> object:
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value)
    if isinstance(value, datetime):
        return local_moment(value)
    if isinstance(value, date | int | float | Decimal):
        return value
    return _UNPRINTED.sub(" ", str(value))[:_MOST_LETTERS]


def _xlsx_cell(sheet: WriteOnlyWorksheet, value: object) -> object:
    if not isinstance(value, str) or not value.startswith(STARTS_FORMULA):
        return value
    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"  # else it would be taken as a formula
    cell.quotePrefix = True  # and stays a text when somebody edits it or saves it as CSV
    return cell


def _heading(sheet: WriteOnlyWorksheet, title: str) -> object:
    cell = WriteOnlyCell(sheet, title)
    cell.data_type = "s"
    cell.font = Font(bold=True)
    return cell


def _letters(column: int) -> str:
    """Return the letters of a column, from 0: A, B, ... Z, AA."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
