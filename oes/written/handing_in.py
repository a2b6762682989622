"""What is noted when a work is taken in: the list of all of it with hashes, the journal, the notice."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from oes.domain.written import Ending, WorkState, late_seconds
from oes.journal import services as journal
from oes.lib.canonical import canonical, digest, instant
from oes.notices.services import notify
from oes.written.models import Piece, Work
from oes.written.queries import Sitting, pieces_of


def receipt_of(work: Work) -> dict[str, Any]:
    """Return what was handed in as plain data: the text's hash, and name, size and hash of each piece in its order."""
    return {
        "work": str(work.uuid),
        "exam": str(work.enrolment.exam.uuid),
        "handed_in_at": instant(work.handed_in_at),
        "automatic": work.is_automatic,
        "text_sha256": digest(work.text.encode()),
        "letters": len(work.text),
        "pieces": [_piece(row) for row in pieces_of(work)],
    }


def _piece(row: Piece) -> dict[str, Any]:
    shown = {"turned": row.turned, "crop": row.crop} if row.kind == Piece.Kind.PHOTO else {}
    return {"kind": row.kind, "name": row.name, "size": row.size, "sha256": row.sha256, **shown}


def note_handed_in(work: Work, sitting: Sitting, ending: Ending, *, is_automatic: bool) -> None:
    """Store that a work is handed in or missed, with its receipt; in the caller's transaction, on the locked row."""
    work.state, work.is_automatic, work.due_at = ending.state, is_automatic, sitting.window.due_at
    work.handed_in_at = ending.at if ending.state == WorkState.HANDED_IN else None
    late = round(late_seconds(sitting.window.due_at, ending.at))
    if ending.state == WorkState.HANDED_IN:
        work.receipt_sha256 = digest(canonical(receipt_of(work)))
        told = {"sha256": work.receipt_sha256, "automatic": is_automatic, "late_seconds": late}
        actor = None if is_automatic else work.enrolment.student.user.uuid
        work.receipt_link = journal.append(subject=work.uuid, action="work_handed_in", actor=actor, **told)
        if sitting.attempt is not None:  # so that the signed head of the attempt covers it
            journal.append(subject=sitting.attempt.uuid, action="work_handed_in", work=str(work.uuid), **told)
    else:
        work.receipt_link = journal.append(subject=work.uuid, action="work_missed")
    work.save(
        update_fields=[
            "state", "is_automatic", "due_at", "handed_in_at", "receipt_sha256", "receipt_link",
        ]
    )  # fmt: skip
    _tell(work, ending.at)


def _tell(work: Work, at: datetime) -> None:
    exam, user = work.enrolment.exam, work.enrolment.student.user
    path = reverse("written:receipt", args=[exam.uuid])
    if work.state == WorkState.MISSED:
        notify(
            users=[user], kind="work_missed", title=_("No work was handed in: %(exam)s"),
            text=_("Nothing was written or uploaded for the exam “%(exam)s” in its time."), path=path, exam=exam.title,
        )  # fmt: skip
        return
    text = _("Your work for the exam “%(exam)s” is handed in. Its receipt, with what it holds, is on your page.")
    if work.is_automatic:
        text = _("The time of the exam “%(exam)s” is over: what you had saved was handed in. The receipt lists it.")
    notify(
        users=[user], kind="work_handed_in", title=_("Your work is handed in: %(exam)s"), text=text, path=path,
        exam=exam.title,
    )  # fmt: skip
