"""Photographed pages: taken in and shown through the confined process that opens them, joined to one PDF."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from oes.exams.pictures import PictureRefused
from oes.exams.uploads import CODES
from oes.lib import blobs
from oes.lib.confined.limits import Limits
from oes.lib.confined.room import Died, Failed, Room
from oes.lib.jpeg_pdf import Page, joined
from oes.written.models import Piece, Work
from oes.written.queries import pieces_of

log = logging.getLogger(__name__)
TRIES = 2
"""The process of a picture may end because the thread that began it has: that is no word on the picture."""

room = Room("oes.written.page_operations", Limits(cpu_seconds=15, wall_seconds=30.0, memory_mb=768, uses=200))


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as it is to be read: a JPEG and its size in pixels."""

    body: bytes
    width: int
    height: int


def cleaned_page(body: bytes) -> bytes:
    """Return an uploaded photo as an upright JPEG without metadata. Raises PictureRefused, NoChild."""
    return _asked("clean", {}, body)[1]


def page_of(piece: Piece, *, most: int = 0) -> Shown:
    """Return a photographed page turned and cut as its student set it, at most `most` pixels a side (0: as it is).

    OSError where its bytes are gone, PictureRefused, NoChild.
    """
    asked = {"turned": piece.turned, "crop": piece.crop, "most": most}
    told, body = _asked("page", asked, blobs.read(piece.blob_key))
    return Shown(body, int(told["width"]), int(told["height"]))


def work_pdf(work: Work) -> bytes:
    """Return all photographed pages of a work, in their order, as one PDF; a page that is gone is left out."""
    return joined(_pages(pieces_of(work, Piece.Kind.PHOTO)))


def _pages(pieces: Sequence[Piece]) -> list[Page]:
    pages = []
    for piece in pieces:
        try:
            shown = page_of(piece)
        except (OSError, PictureRefused) as gone:
            log.warning("page is not readable", extra={"piece": str(piece.uuid), "reason": type(gone).__name__})
            continue
        pages.append(Page(shown.body, shown.width, shown.height))
    return pages


def _asked(name: str, told: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    for _ in range(TRIES):
        try:
            said, made = room.ask(name, told, [body])
        except Failed as refused:
            code = str(refused) if refused.kind == "refused" and str(refused) in CODES else "format"
            raise PictureRefused(code) from refused
        except Died as error:
            log.warning("picture broke its reader", extra={"reason": str(error)})
            continue
        if len(made) == 1:
            return said, made[0]
    raise PictureRefused("format")
