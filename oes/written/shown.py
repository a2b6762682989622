"""What the student's page is told of a work, as plain data."""

from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone

from oes.accounts.links import Links
from oes.written.links import piece_link, shown_link
from oes.written.models import Piece, Work
from oes.written.queries import Sitting


def state_told(request: HttpRequest, work: Work, sitting: Sitting) -> dict[str, Any]:
    """Return where a work stands; `seconds_left` until nothing more is taken. Carries a fresh token for forms."""
    now, window = timezone.now(), sitting.window
    has_reason = bool(work.late_reason)
    return {
        "state": work.state,
        "phase": str(window.phase(now)),
        "revision": work.revision,
        "has_reason": has_reason,
        "is_automatic": work.is_automatic,
        "records": sitting.records,
        "seconds_left": round(window.seconds_left(now, has_reason=has_reason), 1),
        "late_seconds_left": max(0.0, round((window.late_until - now).total_seconds(), 1)),
        "csrf": get_token(request),
    }


def piece_told(piece: Piece, links: Links) -> dict[str, Any]:
    """Return what the page shows of a piece, with the link that opens it."""
    exam = piece.work.enrolment.exam.uuid if piece.work else None
    return {
        "uuid": str(piece.uuid),
        "kind": piece.kind,
        "name": piece.name,
        "size": piece.size,
        "turned": piece.turned,
        "crop": piece.crop,
        "link": piece_link(piece, links),
        "small": f"{shown_link(piece, links)}&small" if piece.kind == Piece.Kind.PHOTO else "",
        "page": reverse("written:page", args=[exam, piece.uuid]),
        "remove": reverse("written:remove", args=[exam, piece.uuid]),
    }
