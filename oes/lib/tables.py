"""Tables as files for people who open them in a spreadsheet: CSV and XLSX, with nothing in them that would run."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.http import HttpResponse
from django.utils import timezone

FORMS = ("csv", "xlsx")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain_cell(value: object) -> str:
    """Return the text of a cell; what a spreadsheet would run as a formula gets an apostrophe before it."""
    text = str(value)
    return f"'{text}" if text.startswith(STARTS_FORMULA) else text


def csv_answer(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """Return a download that Excel opens with its letters right (UTF-8 with BOM, semicolons)."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_csv_cell(value) for value in row] for row in rows)
    return _download(("\ufeff" + out.getvalue()).encode(), name, "text/csv; charset=utf-8")


def xlsx_answer(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """Return a download with one sheet: numbers as numbers, moments in the page's time zone, texts always as texts."""
    from oes.lib.sheets import sheet_bytes

    return _download(sheet_bytes(header, rows), name, XLSX)


def table_answer(form: str, name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """Return a table as a download. `form`: one of FORMS; `name`: of the file, without its ending."""
    answer = xlsx_answer if form == "xlsx" else csv_answer
    return answer(f"{name}.{form}", header, rows)


def _download(body: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def _csv_cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{local_moment(value):%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, int | float | Decimal):  # a number runs nothing, though it may begin with a minus
        return str(value)
    return plain_cell(value)


def local_moment(value: datetime) -> datetime:
    """Return a moment in the page's time zone, without saying so: spreadsheets know no zones."""
    aware = timezone.localtime(value) if timezone.is_aware(value) else value
    return aware.replace(tzinfo=None, microsecond=0)
