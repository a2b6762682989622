"""A decision as the attempt's chain has it by its hash. Made from the rows."""

from typing import Any

from oes.appeals.models import Decision
from oes.attempts.models import Attempt
from oes.evidence.documents import MAKERS
from oes.lib.canonical import canonical, instant


def decision_document(row: Decision) -> bytes:
    """Return what was decided on one line as canonical JSON; whose votes they were it does not say."""
    return canonical(
        {
            "decision": str(row.uuid),
            "appeal": str(row.line.appeal.uuid),
            "line": str(row.line.uuid),
            "outcome": row.outcome,
            "reason": row.reason,
            "counts": row.counts,
            "by_chair": row.by_chair,
            "new_mark": row.new_mark,
            "by": str(row.by.uuid),
            "at": instant(row.at),
        }
    )


def register() -> None:
    """Let evidence packs hold decisions."""
    MAKERS["appeal_line_decided"] = _decision


def _decision(attempt: Attempt, content: dict[str, Any]) -> bytes | None:
    rows = Decision.objects.filter(line__appeal__attempt=attempt, uuid=content["part"])
    row = rows.select_related("line__appeal", "by").first()
    return decision_document(row) if row else None
