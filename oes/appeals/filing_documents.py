"""What a student filed, as the chain has it by its hash. Made from the rows."""

from oes.appeals.models import Appeal, AppealLine
from oes.lib.canonical import canonical, instant

FORMAT = 1


def appeal_document(appeal: Appeal) -> bytes:
    """Return an appeal with its lines and the hashes of its files as canonical JSON. Five queries."""
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
            "course": appeal.course,
            "programme": appeal.programme,
            "iin": appeal.iin,
            "contacts": appeal.contacts,
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
