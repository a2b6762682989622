"""What a student filed, as the chain has it by its hash. Made from the rows."""

from typing import Any

from oes.appeals.models import Appeal, AppealLine
from oes.attempts.models import Attempt
from oes.lib.canonical import canonical, digest, instant

FORMAT = 1


def appeal_document(appeal: Appeal) -> bytes:
    """Return an appeal with its lines and the hashes of its files as canonical JSON. At most seven queries."""
    return canonical(
        {
            "v": FORMAT,
            "appeal": str(appeal.uuid),
            "number": appeal.number,
            "student": str(appeal.student.uuid),
            "exam": str(appeal.exam.uuid),
            "attempt": str(appeal.attempt.uuid) if appeal.attempt else None,
            "release": str(appeal.release.uuid) if appeal.release else None,
            "via": appeal.via,
            "sender_sha256": digest(_sender(appeal)),
            "topics": sorted(appeal.topics),
            "text": appeal.text,
            "faces_agreed": appeal.faces_agreed,
            "filed_at": instant(appeal.filed_at),
            "lines": [_line(row) for row in appeal.lines.all()],
            "files": [
                {"file": str(row.uuid), "sha256": row.sha256, "scan": row.is_scan} for row in appeal.attachments.all()
            ],
        }
    )


def filed_in(attempt: Attempt, content: dict[str, Any]) -> bytes | None:
    """Return the document of a link `appeal_written`; None where the row is gone."""
    row = Appeal.objects.filter(attempt=attempt, uuid=content["part"]).first()
    return appeal_document(row) if row else None


def _sender(appeal: Appeal) -> bytes:
    """Return what stays out of the document, since evidence packs carry it: who reads a case may not read an IIN."""
    return canonical([str(appeal.uuid), appeal.course, appeal.programme, appeal.iin, appeal.contacts])


def _line(row: AppealLine) -> dict[str, object]:
    return {
        "line": str(row.uuid),
        "position": row.position,
        "kind": row.kind,
        "event_kind": row.event_kind,
        "detail": row.detail,
        "start_seconds": row.start_seconds,
        "end_seconds": row.end_seconds,
        "deduction": row.deduction,
        "text": row.text,
    }
