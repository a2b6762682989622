"""A work as somebody reads it: text, pages, files, each with its comments; names only where they may stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext

from oes.accounts.links import Links
from oes.written.links import pdf_link, shown_link
from oes.written.marking.models import Marking, Remark
from oes.written.models import Piece, Work

OPEN_TYPES = ("image/", "text/plain")
"""What fellow students may open: nothing in it names its author, unless the author wrote the name there."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A comment with its number on the work. `x`, `y`: where it lies on the page as SVG lengths, empty without a place;
    `turn`: of which marking it is."""

    number: int
    remark: Remark
    turn: int
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The text, a page or a file of a work. `piece` None: the text. `link` is empty where it may not be opened."""

    key: str
    label: str
    piece: Piece | None
    is_picture: bool
    link: str
    pins: tuple[Pin, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownWork:
    """The whole of it."""

    work: Work
    sheets: tuple[Sheet, ...] = field(default=())
    pdf: str = ""
    """The link to all photographed pages in one file; empty where there is none."""

    @property
    def is_empty(self) -> bool:
        return not self.work.text.strip() and not any(sheet.piece for sheet in self.sheets)

    @property
    def pins(self) -> list[Pin]:
        return [pin for sheet in self.sheets for pin in sheet.pins]


def thing_of(piece: Piece) -> str:
    """Return what a link to a piece opens."""
    return f"work-piece/{piece.uuid}"


def shown_work(work: Work, *, links: Links, markings: Iterable[Marking], fellow: bool = False) -> ShownWork:
    """Return a work with the comments of some markings. `fellow`: as a fellow student may read it. Two queries."""
    pieces = list(Piece.objects.filter(work=work, removed_at=None))
    turns = {marking.pk: marking.turn for marking in markings}
    remarks = list(Remark.objects.filter(marking__in=turns))
    sheets = [Sheet("text", gettext("Text"), None, False, "")] if work.text.strip() else []
    counts = {True: 0, False: 0}
    for piece in pieces:
        is_picture = piece.media_type.startswith("image/")
        counts[is_picture] += 1
        is_open = not fellow or piece.media_type.startswith(OPEN_TYPES)
        label = _label(piece, counts[is_picture], is_picture)
        sheets.append(Sheet(str(piece.uuid), label, piece, is_picture, _link(piece, links) if is_open else ""))
    pages = any(piece.kind == Piece.Kind.PHOTO for piece in pieces)
    return ShownWork(work, tuple(_pinned(sheets, remarks, turns)), pdf_link(work, links) if pages else "")


def _link(piece: Piece, links: Links) -> str:
    """Return the address of a photographed page as its student cut it, or of a file under a plain name."""
    if piece.kind == Piece.Kind.PHOTO:
        return shown_link(piece, links)
    return f"{reverse('written:work_piece', args=[piece.uuid])}?token={links.token(thing_of(piece))}"


def _label(piece: Piece, number: int, is_picture: bool) -> str:
    if is_picture:
        return gettext("Page %(number)s") % {"number": number}
    kind = piece.blob_key.rpartition(".")[2].upper()
    return gettext("File %(number)s") % {"number": number} + f" · {kind} · {filesizeformat(piece.size)}"


def _pinned(sheets: Sequence[Sheet], remarks: Sequence[Remark], turns: dict[int, int]) -> list[Sheet]:
    number, told = 0, []
    for sheet in sheets:
        pins = []
        for remark in remarks:
            if remark.piece_id == (sheet.piece.pk if sheet.piece else None):
                number += 1
                pins.append(_pin(number, remark, turns[remark.marking_id]))
        told.append(Sheet(sheet.key, sheet.label, sheet.piece, sheet.is_picture, sheet.link, tuple(pins)))
    return told


def _pin(number: int, remark: Remark, turn: int) -> Pin:
    return Pin(number, remark, turn, _share(remark.left), _share(remark.top))


def _share(value: Any) -> str:
    return "" if value is None else f"{value:.2%}"
