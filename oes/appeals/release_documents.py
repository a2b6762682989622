"""What was told with a verdict, as the attempt's chain has it by its hash. Made from the rows."""

from typing import Any

from oes.appeals.models import Release
from oes.attempts.models import Attempt
from oes.lib.canonical import canonical, instant


def release_document(row: Release) -> bytes:
    """Return a release with all that was told, word for word: canonical JSON."""
    return canonical(
        {
            "release": str(row.uuid),
            "verdict": str(row.verdict.uuid),
            "by": str(row.by.uuid),
            "at": instant(row.at),
            "answer_until": instant(row.answer_until),
            "appeal_until": instant(row.appeal_until),
            "told": row.told,
        }
    )


def told_in(attempt: Attempt, content: dict[str, Any]) -> bytes | None:
    """Return the document of a link `verdict_released`; None where the row is gone. One query."""
    rows = Release.objects.filter(verdict__attempt=attempt, uuid=content["part"])
    row = rows.select_related("verdict", "by").first()
    return release_document(row) if row else None
