"""The photo report as PDF."""

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from oes.evidence import receipts
from oes.evidence.models import SignedHead
from oes.lib import blobs
from oes.lib.moments import clock_time
from oes.lib.qr import qr_png
from oes.reports.entries import Entry, EntryPicture
from oes.reports.queries import PhotoReport
from oes.reports.typesetting import typeset

_FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}


def photo_report_pdf(report: PhotoReport, now: datetime) -> bytes:
    """Return the PDF, with this report's pictures."""
    return typeset("photo_report.typ", lambda folder: _data(report, folder), now)


def file_name(report: PhotoReport) -> str:
    """Return a name of plain letters, so that every mail program can keep it."""
    return f"photo-report-{report.attempt.hex[:12]}.pdf"


def _data(report: PhotoReport, folder: Path) -> dict[str, Any]:
    return {
        "language": (get_language() or "ru")[:2],
        "organisation": report.organisation,
        "title": _("Photo report"),
        "facts": [[label, value] for label, value in report.facts],
        "trust_label": _("Trust %"),
        "trust": report.trust.number,
        "level": report.trust.level,
        "word": str(report.trust.word),
        "state": report.state,
        "counts": counts(report),
        "marks": list(report.marks),
        "entries": [_entry(entry, place, folder) for place, entry in enumerate(report.entries)],
        "answer_label": _("The student's answer:"),
        "lost_title": _("Answers to events that are found no more"),
        "lost": [[f"{a.caption}, {clock_time(a.start_seconds)}", a.text] for a in report.lost_answers],
        "legend_title": _("What the grades mean"),
        "legend": [[line.grade.word, line.grade.text, ", ".join(line.captions)] for line in report.legend],
        "nothing": _("No violations were found."),
        "no_picture": _("No picture"),
        "drawn_up": _("Drawn up %(moment)s") % {"moment": report.drawn_up},
        "signed": _signed(report.signed, folder) if report.signed else None,
    }


def _signed(head: SignedHead, folder: Path) -> dict[str, Any]:
    """Return what was signed of the attempt, and write its QR code beside the template."""
    (folder / "receipt.png").write_bytes(qr_png(receipts.text_of(head), scale=8))
    return {
        "title": _("The signed record"),
        "text": _(
            "The code names the last entry of the record of this exam and the key that signed it: nothing before that "
            "entry can be changed without being found out."
        ),
        "picture": "receipt.png",
        "facts": [
            [_("Entries"), str(head.length)],
            [_("The last entry"), receipts.in_groups(head.head)],
            [_("Fingerprint of the institution’s key"), receipts.in_groups(head.key.fingerprint)],
        ],
    }


def counts(report: PhotoReport) -> list[list[str]]:
    """Return the numbers of the header, with their labels (G16)."""
    share = ngettext(
        "%(n)d (%(percent)d%% of all)", "%(n)d (%(percent)d%% of all)", report.direct
    ) % {"n": report.direct, "percent": report.direct_percent}  # fmt: skip
    return [
        [_("Total number of violations"), str(report.total)],
        [_("Direct violations"), share],
        [_("Technical faults, not counted"), str(report.technical)],
    ]


def _entry(entry: Entry, place: int, folder: Path) -> dict[str, Any]:
    picture = entry.picture
    name = _copy(picture, folder / str(place)) if picture else ""
    box = picture.box if picture and name else None
    return {
        "caption": entry.caption,
        "when": entry.when,
        "weight": entry.weight,
        "level": entry.level,
        "remarks": _remarks(entry),
        "picture": name,
        "answer": entry.answer.text if entry.answer else "",
        "hash": picture.sha256[:16] if picture else "",
        "box": [box.left, box.top, box.width, box.height] if box else [],
    }


def _remarks(entry: Entry) -> list[str]:
    direct = [pgettext("violation", "direct")] if entry.level == "direct" else []
    return [*direct, *entry.remarks, *([entry.grade.word] if entry.grade and entry.grade.weighs else [])]


def _copy(picture: EntryPicture, target: Path) -> str:
    """Write the picture beside the template and return its name; empty when it is gone or no picture."""
    try:
        body = blobs.read(picture.blob_key)
        with Image.open(BytesIO(body), formats=tuple(_FORMATS)) as image:
            extension = _FORMATS[image.format or ""]
            image.verify()
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError):
        return ""
    path = target.with_suffix(f".{extension}")
    path.write_bytes(body)
    return path.name
