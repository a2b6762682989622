"""A table of text cells to lines with what is wrong in each. Knows no database."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

LIMIT_LINES = 20_000


class FileRefused(Exception):
    """The file as a whole cannot be read; the message says why, in the language of the page."""


@dataclass(slots=True)
class Line:
    """A line of the file; `number` as an editor counts it, `table` the file within a ZIP."""

    number: int
    values: dict[str, str]
    problems: list[str] = field(default_factory=list)
    table: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """`is_needed`: no line may leave it empty; `is_optional`: the whole column may be missing. `limit` in letters."""

    name: str
    limit: int = 200
    is_needed: bool = True
    is_optional: bool = False


def _nothing(_values: dict[str, str]) -> list[str]:
    return []


@dataclass(frozen=True, slots=True)
class Layout:
    """What a table holds. `once`: columns that together tell one line from every other, where they are filled.

    `words`: columns in which a question mark means that a letter was lost. `more`: further problems of a line.
    """

    columns: tuple[Column, ...]
    example: str
    once: tuple[tuple[str, ...], ...] = ()
    words: tuple[str, ...] = ()
    more: Callable[[dict[str, str]], list[str]] = _nothing

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


Cells = tuple[int, list[str]]
"""The number of a line and its cells."""


def lines_of(rows: Iterable[Cells], layout: Layout, *, table: str = "") -> list[Line]:
    """Return the lines with their problems; FileRefused when the table itself cannot be read.

    The first row names the columns, in any order; columns of other names are left alone.
    """
    found = iter(rows)
    _number, header = next(found, (1, []))
    names = _names(header, layout)
    lines = [_line(number, names, cells, layout) for number, cells in found if any(map(str.strip, cells))]
    if not lines:
        raise FileRefused(_("The table has a heading but no lines."))
    if len(lines) > LIMIT_LINES:
        raise FileRefused(_("More than %(limit)s lines. Split the file.") % {"limit": LIMIT_LINES})
    for line in lines:
        line.table = table
    _note_twins(lines, layout)
    return lines


def lines_from(values: Iterable[tuple[int, dict[str, str]]], layout: Layout, *, table: str) -> list[Line]:
    """Return lines of values that were read otherwise than from a table with our columns."""
    lines = []
    for number, told in values:
        full = dict.fromkeys(layout.names, "") | {name: " ".join(text.split()) for name, text in told.items()}
        lines.append(Line(number, full, problems_of(full, layout), table))
    _note_twins(lines, layout)
    return lines


def _names(cells: list[str], layout: Layout) -> list[str]:
    names = [cell.strip().lower() for cell in cells]
    wanted = [column.name for column in layout.columns if not column.is_optional]
    if missing := [name for name in wanted if name not in names]:
        raise FileRefused(_("The first line lacks these columns: %(names)s.") % {"names": ", ".join(missing)})
    if twice := [name for name, times in Counter(names).items() if times > 1 and name]:
        raise FileRefused(_("These columns stand there twice: %(names)s.") % {"names": ", ".join(twice)})
    return names


def _line(number: int, names: list[str], cells: list[str], layout: Layout) -> Line:
    known = layout.names
    values = dict.fromkeys(known, "")
    values |= {name: " ".join(cell.split()) for name, cell in zip(names, cells, strict=False) if name in known}
    line = Line(number, values)
    if any(cell.strip() for cell in cells[len(names) :]):
        line.problems.append(_("More cells than columns: is there a stray separator?"))
    line.problems += problems_of(values, layout)
    return line


def problems_of(values: dict[str, str], layout: Layout) -> list[str]:
    """Return what is wrong with a line by itself."""
    needed = [column.name for column in layout.columns if column.is_needed]
    found = [_("%(name)s is empty") % {"name": name} for name in needed if not values[name]]
    for column in layout.columns:
        if len(values[column.name]) > column.limit:
            limits = {"name": column.name, "limit": column.limit}
            found.append(_("%(name)s is longer than %(limit)s letters") % limits)
    if any("?" in values[name] or "\ufffd" in values[name] for name in layout.words):
        found.append(_("a letter was lost (“?”): save the file as CSV UTF-8, Windows-1251 has no Kazakh letters"))
    if any(not letter.isprintable() for value in values.values() for letter in value):
        found.append(_("holds characters that cannot be printed"))
    return found + layout.more(values)


def email_problems(values: dict[str, str]) -> list[str]:
    """Return what is wrong with the columns `login` and `email`."""
    found = [_("login holds spaces")] if " " in values["login"] else []
    if values["email"] and not _is_email(values["email"]):
        found.append(_("email is no address: %(email)s") % {"email": values["email"]})
    return found


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _note_twins(lines: list[Line], layout: Layout) -> None:
    for names in layout.once:
        first: dict[tuple[str, ...], int] = {}
        for line in lines:
            value = tuple(line.values[name] for name in names)
            if not all(value):
                continue
            if value in first:
                told = {"name": ", ".join(names), "value": ", ".join(value), "line": first[value]}
                line.problems.append(_("%(name)s %(value)s stands in line %(line)s already") % told)
            first.setdefault(value, line.number)
