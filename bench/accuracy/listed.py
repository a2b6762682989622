"""Lists of a labelled folder (CSV): the lines that can be used, and why the others cannot."""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from PIL import Image

from bench.accuracy.tools import read_rgb

LEAST_PIXELS = 16
"""A picture with a shorter side shows nothing."""
NO_PICTURE = (OSError, ValueError, SyntaxError, Image.DecompressionBombError)

Line = Mapping[str, str]


class BadData(ValueError):
    """A part of the data cannot be used. The message names the file and what is wrong with it."""


class BadLine(ValueError):
    """A line cannot be used. The message says why, without its number."""


@dataclass(frozen=True, slots=True)
class Listed:
    """`left_out`: the list's name -> how many lines cannot be used, and the first of them; empty where all can."""

    lines: list[dict[str, str]]
    left_out: dict[str, str]


def read_list(
    path: Path,
    columns: Sequence[str],
    *,
    pictures: Callable[[Line], Iterable[Path]] = lambda line: (),
    check: Callable[[Line], None] = lambda line: None,
) -> Listed:
    """Return the lines of a list with a heading. Raises BadData where it cannot be read or lacks one of `columns`.

    A line is left out where one of its columns is missing, one of its `pictures` cannot be read, or `check` raises
    BadLine.
    """
    name, seen = f"{path.parent.name}/{path.name}", dict[Path, str]()

    def all_there(headings: Sequence[str]) -> None:
        if absent := [column for column in columns if column not in headings]:
            raise BadData(f"{name} has no column {', '.join(absent)}")

    kept, faults, every = [], [], headed_lines(path, name, all_there)
    for number, line in every:
        try:
            _check_columns(line, columns)
            check(line)
            for picture in pictures(line):
                _check_picture(picture, seen)
        except BadLine as error:
            faults.append(f"line {number}: {error}")
        else:
            kept.append(line)
    if not kept:
        raise BadData(f"none of the lines of {name} can be used, first {faults[0]}")
    return Listed(kept, left_out(name, faults, len(every), "lines"))


def left_out(name: str, faults: Sequence[str], of: int, what: str) -> dict[str, str]:
    """Return the entry for a part of which something is left out: how much, and the first fault."""
    return {name: f"{len(faults)} of {of} {what} cannot be used, first {faults[0]}"} if faults else {}


def check_picture(path: Path) -> None:
    """Raise BadLine where a picture is not there, cannot be read or is too small to show anything."""
    if not path.is_file():
        raise BadLine(f"there is no picture {path.name}")
    try:
        height, width = read_rgb(path).shape[:2]
    except NO_PICTURE as error:
        raise BadLine(f"the picture {path.name} cannot be read") from error
    if min(height, width) < LEAST_PIXELS:
        raise BadLine(f"the picture {path.name} has only {width}x{height} pixels")


def check_value(line: Line, column: str, known: Sequence[str]) -> None:
    """Raise BadLine where a column holds none of the known values."""
    if line[column] not in known:
        raise BadLine(f"{column} is {line[column]!r}, not {' or '.join(known)}")


def headed_lines(
    path: Path, name: str, check: Callable[[Sequence[str]], None]
) -> list[tuple[int, dict[str | None, str | None]]]:
    """Return number and fields of each line under the headings of a list, which `check` may refuse.

    Raises BadData, with `name`, where there are none. Commas, semicolons and tabs may stand between the fields.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as opened:
            reader = csv.DictReader(opened, delimiter=_delimiter(opened))
            check(reader.fieldnames or ())
            found = [(reader.line_num, line) for line in reader]
    except FileNotFoundError as error:
        raise BadData(f"there is no {name}") from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadData(f"{name} cannot be read as a CSV file in UTF-8 ({error})") from error
    if not found:
        raise BadData(f"{name} has no lines under its headings")
    return found


def _delimiter(opened: TextIO) -> str:
    """Return what stands between the headings; spreadsheets write semicolons where the decimal sign is a comma."""
    headings = opened.readline()
    opened.seek(0)
    return max(",;\t", key=headings.count)


def _check_columns(line: Mapping[str | None, object], columns: Sequence[str]) -> None:
    for column in columns:
        if line.get(column) is None:
            raise BadLine(f"nothing under {column}")


def _check_picture(path: Path, seen: dict[Path, str]) -> None:
    """Check a picture once for all lines that name it."""
    if path not in seen:
        try:
            check_picture(path)
            seen[path] = ""
        except BadLine as error:
            seen[path] = str(error)
    if seen[path]:
        raise BadLine(seen[path])
