"""Uploaded tables, CSV or XLSX, to rows of text cells. Spreadsheets are opened in a confined process."""

import codecs
import csv
import io
import json
import logging
from itertools import islice

from django.utils.translation import gettext as _

from oes.exams.importing.lines import Cells, FileRefused
from oes.lib.confined.limits import Limits
from oes.lib.confined.room import Died, Failed, Room

log = logging.getLogger(__name__)
LIMIT_BYTES = 10 * 1024 * 1024
MOST_ROWS = 25_000
"""Of a table, empty ones too."""
ZIP_BEGINS = b"PK\x03\x04"
room = Room("oes.exams.importing.sheet_operations", Limits(cpu_seconds=40, wall_seconds=50.0, memory_mb=768, uses=50))


def rows_of(body: bytes) -> list[Cells]:
    """Return the rows of an upload. FileRefused says why it is none; NoChild where no reader can be started."""
    if len(body) > LIMIT_BYTES:
        raise FileRefused(_("The file is larger than 10 MB. Split it."))
    return _sheet_rows(body) if body.startswith(ZIP_BEGINS) else rows_of_text(text_of(body))


def text_of(body: bytes, *, most_bytes: int = LIMIT_BYTES) -> str:
    """Return the text of an upload: UTF-8, UTF-16 with its mark, else Windows-1251 as Excel saves it."""
    if len(body) > most_bytes:
        raise FileRefused(_("The file is larger than 10 MB. Split it."))
    utf16 = body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "cp1251"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused(_("The file is no text in UTF-8 or Windows-1251. Save it as CSV UTF-8."))


def rows_of_text(text: str, *, most_rows: int = MOST_ROWS) -> list[Cells]:
    """Return the rows of a CSV text, its separator told by the first line. FileRefused also where there are too many:
    millions of short lines would fill the memory."""
    text = text.removeprefix("\ufeff")
    header = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows = [(reader.line_num, cells) for cells in islice(reader, most_rows + 1)]
    except csv.Error as error:
        raise FileRefused(_("The table breaks off in line %(line)s.") % {"line": reader.line_num}) from error
    if len(rows) > most_rows:
        raise FileRefused(_("More than %(limit)s lines. Split the file.") % {"limit": most_rows})
    return rows


def _sheet_rows(body: bytes) -> list[Cells]:
    try:
        _told, made = room.ask("rows", {}, [body])
        return [(int(number), [str(cell) for cell in cells]) for number, cells in json.loads(made[0])]
    except Failed as refused:
        raise FileRefused(_why(str(refused) if refused.kind == "refused" else "")) from refused
    except (Died, ValueError, IndexError) as error:
        log.warning("spreadsheet broke its reader", extra={"reason": str(error)})
        raise FileRefused(_why("")) from error


def _why(code: str) -> str:
    if code == "large":
        return _("The spreadsheet is too large when it is unpacked. Save the one sheet that is needed.")
    if code == "rows":
        return _("The sheet goes on below line 25000. Delete what stands there, or split the file.")
    return _("The file is no spreadsheet that can be read. Save it as XLSX or as CSV UTF-8.")
