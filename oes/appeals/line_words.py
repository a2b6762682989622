"""What a contested line is called: on the form, in the case file, on ballots and on papers alike."""

from django.utils.text import capfirst

from oes.appeals.models import AppealLine, LineKind
from oes.domain.violations import KINDS
from oes.review.words import caption_with_detail
from oes.violations.models import Violation


def line_caption(line: AppealLine) -> str:
    """Return what a line contests in the reader's language: a violation with what it is about, else the line's kind."""
    if line.kind != LineKind.EVENT:
        return capfirst(str(line.get_kind_display()))  # type: ignore[attr-defined]
    return event_caption(line.event_kind, line.detail)


def event_caption(kind: str, detail: str) -> str:
    """Return what an event is called, with what it is about; a kind that is gone stands as it was stored."""
    return caption_with_detail(Violation(kind=kind, detail=detail)) if kind in KINDS else kind
