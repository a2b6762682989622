"""Reading a table of students: bytes to lines, with what is wrong in each. Knows no database."""

import codecs
import csv
import io
from collections import Counter
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from oes.domain.iin import iin_holds

COLUMNS = ("full_name", "group", "faculty", "record_book_number", "login", "email", "iin")
OPTIONAL = {"faculty", "iin"}
"""`faculty` may be empty but must be a column; `iin` may be missing altogether."""
LENGTHS = {"full_name": 200, "group": 60, "faculty": 200, "record_book_number": 40, "login": 150, "email": 254}
ONCE = ("record_book_number", "login", "iin")
LIMIT_BYTES = 2 * 1024 * 1024
LIMIT_LINES = 5000
EXAMPLE = (
    "full_name;group;faculty;record_book_number;login;email;iin\n"
    "Әділбаева Айгерім Серікқызы;ИС-21-1;Ақпараттық технологиялар;21-0417;aigerim;aigerim@university.kz;"
)


class FileRefused(Exception):
    """The file as a whole cannot be read; the message says why, in the language of the page."""


@dataclass(slots=True)
class Line:
    """A line of the file; `number` as an editor counts it."""

    number: int
    values: dict[str, str]
    problems: list[str] = field(default_factory=list)


def text_of(body: bytes) -> str:
    """Return the text of an upload: UTF-8, UTF-16 with its mark, else Windows-1251 as Excel saves it."""
    if len(body) > LIMIT_BYTES:
        raise FileRefused(_("The file is larger than 2 MB. Split it."))
    utf16 = body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "cp1251"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused(_("The file is no text in UTF-8 or Windows-1251. Save it as CSV UTF-8."))


def lines_of(text: str) -> list[Line]:
    """Return the lines with their problems; FileRefused when the table itself cannot be read."""
    text = text.removeprefix("\ufeff")
    header = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        names = _names(next(reader, []))
        lines = [line for cells in reader if any(map(str.strip, cells)) for line in [_line(reader, names, cells)]]
    except csv.Error as error:
        raise FileRefused(_("The table breaks off in line %(line)s.") % {"line": reader.line_num}) from error
    if not lines:
        raise FileRefused(_("The file has a heading but no students."))
    if len(lines) > LIMIT_LINES:
        raise FileRefused(_("More than %(limit)s students. Split the file.") % {"limit": LIMIT_LINES})
    _note_twins(lines)
    return lines


def _names(cells: list[str]) -> list[str]:
    names = [cell.strip().lower() for cell in cells]
    if missing := [name for name in COLUMNS if name != "iin" and name not in names]:
        raise FileRefused(_("The first line lacks these columns: %(names)s.") % {"names": ", ".join(missing)})
    if twice := [name for name, times in Counter(names).items() if times > 1 and name]:
        raise FileRefused(_("These columns stand there twice: %(names)s.") % {"names": ", ".join(twice)})
    return names


def _line(reader: "csv._reader", names: list[str], cells: list[str]) -> Line:  # type: ignore[name-defined]
    values = dict.fromkeys(COLUMNS, "")
    values |= {name: " ".join(cell.split()) for name, cell in zip(names, cells, strict=False) if name in COLUMNS}
    line = Line(reader.line_num, values)
    if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
        line.problems.append(_("More cells than columns: is there a stray separator?"))
    line.problems += _problems(values)
    return line


def _problems(values: dict[str, str]) -> list[str]:
    found = [_("%(name)s is empty") % {"name": name} for name in COLUMNS if name not in OPTIONAL and not values[name]]
    for name, limit in LENGTHS.items():
        if len(values[name]) > limit:
            found.append(_("%(name)s is longer than %(limit)s letters") % {"name": name, "limit": limit})
    if any("?" in values[name] or "\ufffd" in values[name] for name in ("full_name", "group", "faculty")):
        found.append(_("a letter was lost (“?”): save the file as CSV UTF-8, Windows-1251 has no Kazakh letters"))
    if any(not letter.isprintable() for value in values.values() for letter in value):
        found.append(_("holds characters that cannot be printed"))
    if " " in values["login"]:
        found.append(_("login holds spaces"))
    if values["email"] and not _is_email(values["email"]):
        found.append(_("email is no address: %(email)s") % {"email": values["email"]})
    if values["iin"] and not iin_holds(values["iin"]):
        found.append(_("iin is not twelve digits with a right check digit: %(iin)s") % {"iin": values["iin"]})
    return found


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _note_twins(lines: list[Line]) -> None:
    for name in ONCE:
        first: dict[str, int] = {}
        for line in lines:
            value = line.values[name]
            if value and value in first:
                line.problems.append(
                    _("%(name)s %(value)s stands in line %(line)s already")
                    % {"name": name, "value": value, "line": first[value]}
                )
            first.setdefault(value, line.number)
