"""What the confined process of uploaded spreadsheets can be asked. It works out no formula: stored results are read."""

import io
import json
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook

from oes.lib.confined.child import Ask, Operation

MOST_UNPACKED = 200 * 1024 * 1024
MOST_FILES = 2000
MOST_ROWS = 25_000
MOST_COLUMNS = 60
MOST_LETTERS = 1000
"""Of a cell: what is longer is cut, and refused later where its column has a limit."""
BROKEN = (zipfile.BadZipFile, OSError, KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError)
"""What a damaged file has been seen to raise in its reader."""


class SheetRefused(Exception):
    """The message is a code: large, rows, format."""


def rows(_told: dict[str, Any], bodies: Sequence[bytes], _ask: Ask) -> tuple[dict[str, Any], Sequence[bytes]]:
    """Return the rows of the first sheet that are not empty, as JSON: [[number, [cell, ...]], ...]."""
    _check_size(bodies[0])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that are not read here
            found = list(_rows(bodies[0]))
    except BROKEN as error:
        raise SheetRefused("format") from error
    return {}, [json.dumps(found, ensure_ascii=False).encode("utf-8", "replace")]


def _check_size(body: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            files = archive.infolist()
    except BROKEN as error:
        raise SheetRefused("format") from error
    if len(files) > MOST_FILES or sum(file.file_size for file in files) > MOST_UNPACKED:
        raise SheetRefused("large")


def _rows(body: bytes) -> Iterator[tuple[int, list[str]]]:
    book = load_workbook(io.BytesIO(body), read_only=True, data_only=True, keep_links=False)
    if not book.worksheets:
        raise SheetRefused("format")
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # what the file says of its own size may be a lie
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        texts = [_text(cell) for cell in cells[:MOST_COLUMNS]]
        while texts and not texts[-1].strip():
            texts.pop()
        if not texts:
            continue
        if number > MOST_ROWS:
            raise SheetRefused("rows")
        yield number, texts


def _text(cell: object) -> str:
    """Return a cell as a person reads it: 21417, not 21417.0; a date as 2026-01-09."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}" if cell.time() == time(0) else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)[:MOST_LETTERS]


OPERATIONS: dict[str, Operation] = {"rows": rows}
KINDS: dict[type[Exception], str] = {SheetRefused: "refused"}
