"""A protocol as the chain has it by its hash: what was decided, and the hashes of the papers. Made from the rows."""

from typing import Any

from oes.appeals.models import Appeal, Decision, Protocol
from oes.attempts.models import Attempt
from oes.lib.canonical import canonical, instant

ACTION = "protocol_drawn_up"


def protocol_document(appeal: Appeal, papers: list[Protocol]) -> bytes:
    """Return number, decisions and papers of a closed case as canonical JSON. `papers`: at least one."""
    decisions = Decision.objects.filter(line__appeal=appeal).select_related("line").order_by("line__position")
    return canonical(
        {
            "appeal": str(appeal.uuid),
            "number": appeal.number,
            "by": str(papers[0].drawn_up_by.uuid),
            "at": instant(papers[0].at),
            "papers": {row.language: row.sha256 for row in papers},
            "decisions": [
                {"line": str(row.line.uuid), "outcome": row.outcome, "reason": row.reason, "counts": row.counts}
                for row in decisions
            ],
        }
    )


def protocol_of(attempt: Attempt, content: dict[str, Any]) -> bytes | None:
    """Return the document of a link `protocol_drawn_up`; None where the rows are gone."""
    appeal = Appeal.objects.filter(attempt=attempt, uuid=content["part"]).first()
    papers = list(Protocol.objects.filter(appeal=appeal).select_related("drawn_up_by").order_by("pk")) if appeal else []
    return protocol_document(appeal, papers) if appeal and papers else None
