"""A decision as the attempt's chain has it by its hash. Made from the rows."""

from typing import Any

from oes.appeals.models import Decision
from oes.attempts.models import Attempt
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


def decision_in(attempt: Attempt, content: dict[str, Any]) -> bytes | None:
    """Return the document of a link of the chain, or None where the decision is gone."""
    rows = Decision.objects.filter(line__appeal__attempt=attempt, uuid=content["part"])
    row = rows.select_related("line__appeal", "by").first()
    return decision_document(row) if row else None
