"""groups.csv: which picture shows whom, and to which group of an institution that person belongs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.accuracy.listed import BadData, BadLine, check_picture, headed_lines

COLUMNS = ("picture", "person", "group")
YES, NO = {"1", "yes", "true"}, {"", "0", "no", "false"}


class BadGroups(Exception):
    """The list cannot be used. The message names the line and what to change."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """One line: `picture` is a path inside the data folder; `reference` marks what others are compared with."""

    picture: str
    person: str
    group: str
    reference: bool


def read_groups(listing: Path, folder: Path) -> list[Portrait]:
    """Return the lines of the list. Raises BadGroups for the first line that is wrong.

    Without a column `reference` every picture of a person is compared with every other one.
    """
    if not listing.is_file():
        raise BadGroups(f"There is no file {listing}.")
    try:
        lines = headed_lines(listing, listing.name, _check_columns)
    except BadData as error:
        raise BadGroups(f"{error}.") from error
    found = [_portrait(row, number, folder) for number, row in lines]
    _check_people(found)
    return found


def _check_columns(names: Iterable[str]) -> None:
    if absent := [column for column in COLUMNS if column not in names]:
        raise BadGroups(f"The first line must name the columns {', '.join(COLUMNS)}; missing: {', '.join(absent)}.")


def _portrait(row: Mapping[str | None, str | None], line: int, folder: Path) -> Portrait:
    if None in row or None in row.values():
        raise BadGroups(f"Line {line} has more or fewer fields than the first line.")
    values = {str(name): (value or "").strip() for name, value in row.items()}
    for column in COLUMNS:
        if not values[column]:
            raise BadGroups(f"Line {line}: the column {column} is empty.")
    if not _inside(values["picture"], folder):
        raise BadGroups(f"Line {line}: there is no picture {values['picture']} in the data folder.")
    try:
        check_picture(folder / values["picture"])
    except BadLine as error:
        raise BadGroups(f"Line {line}: {error}.") from error
    said = values.get("reference", "").lower()
    if said not in YES | NO:
        raise BadGroups(f"Line {line}: reference is {said!r}; write yes or no.")
    return Portrait(values["picture"], values["person"], values["group"], said in YES or "reference" not in values)


def _inside(picture: str, folder: Path) -> bool:
    path = (folder / picture).resolve()
    return path.is_relative_to(folder.resolve()) and path.is_file()


def _check_people(portraits: Iterable[Portrait]) -> None:
    group_of: dict[str, str] = {}
    seen: set[str] = set()
    for portrait in portraits:
        if portrait.picture in seen:
            raise BadGroups(f"The picture {portrait.picture} is listed twice.")
        seen.add(portrait.picture)
        if group_of.setdefault(portrait.person, portrait.group) != portrait.group:
            raise BadGroups(
                f"The person {portrait.person} is in two groups, {group_of[portrait.person]} and {portrait.group}."
            )
