"""Joining in a confined process. A part that breaks it is left out: it must not keep a player from all the others."""

import logging
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from oes.analysis.confined import OPERATIONS, asked
from oes.analysis.facts import BrokeReader, Joined, Part, UnreadableMedia
from oes.lib.confined.limits import Limits
from oes.lib.confined.room import Room

log = logging.getLogger(__name__)
JOINING = Limits(cpu_seconds=300, wall_seconds=600.0, memory_mb=1024, written_mb=16 * 1024)
MOST_LEFT_OUT = 3
_NAME = re.compile(r"[a-z_]+-[0-9]+\.(webm|mp4)")


def remux(parts: Iterable[Part], *, stem: Path) -> list[Joined]:
    """Write `stem-0.webm` and so on, as `joining.remux` does. Raises UnreadableMedia where nothing can be joined."""
    left = sorted(parts, key=lambda part: part.start_seconds)
    for _ in range(MOST_LEFT_OUT + 1):
        fetched = _Fetched(left)
        room = Room(OPERATIONS, JOINING)
        try:
            told = {"parts": [[number, part.start_seconds] for number, part in enumerate(left)], "stem": str(stem)}
            return [_joined(file, stem) for file in asked(room, "join", told, (), fetched.answer)[0]["files"]]
        except BrokeReader as error:
            if fetched.newest is None:
                raise UnreadableMedia(str(error)) from error
            blamed = left.pop(fetched.newest)
            log.warning("part left out", extra={"at_seconds": blamed.start_seconds, "reason": str(error)})
        finally:
            room.close()
    raise UnreadableMedia("the segments broke what joins them")


class _Fetched:
    """Gives the child the parts that it asks for, and remembers which was the newest."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts
        self.newest: int | None = None

    def answer(self, question: dict[str, Any]) -> Sequence[bytes]:
        number = question.get("part")
        if not isinstance(number, int) or not 0 <= number < len(self._parts):
            raise BrokeReader("the joining process asked nonsense")
        self.newest = number
        try:
            with self._parts[number].source() as file:
                return [file.read()]
        except UnreadableMedia:
            return []


def _joined(told: Any, stem: Path) -> Joined:
    try:
        name, start, end = told
        path = stem.with_name(name)
        if not _NAME.fullmatch(name) or not path.is_file():
            raise ValueError("another file")
        return Joined(path, float(start), float(end))
    except (TypeError, ValueError) as error:
        raise BrokeReader("the joining process answered nonsense") from error
