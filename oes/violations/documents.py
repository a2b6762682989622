"""What was found and what it takes off, as an attempt's chain has it by its hash. Made from the rows."""

from typing import Any

from oes.attempts.models import Attempt
from oes.lib.canonical import canonical
from oes.violations.models import LedgerLine, Trust, Violation

_LINE = (
    "counted_seconds", "per_event", "per_second", "cap", "uncapped", "deduction", "grade", "exposure_seconds",
    "false_alarms", "evidence_sha256", "by_accommodation",
)  # fmt: skip


def violations(attempt: Attempt) -> bytes:
    """Return the violations of an attempt as their rows stand now: canonical JSON, in order of time. Two queries."""
    rows = Violation.objects.filter(attempt=attempt).select_related(
        "evidence__segment__track", "evidence__segment__run"
    )
    return canonical({"violations": sorted((_violation(row) for row in rows), key=_place)})


def trust(row: Trust) -> bytes:
    """Return the percent with every line that it rests on: canonical JSON. Two queries."""
    lines = LedgerLine.objects.filter(trust=row).select_related("violation")
    return canonical(
        {
            "state": str(row.state),
            "percent": row.percent,
            "coverage": float(row.coverage),
            "counted_seconds": float(row.counted_seconds),
            "policy_version": row.attempt.policy.version,
            "lines": sorted((_line(line) for line in lines), key=_place),
        }
    )


def _violation(row: Violation) -> dict[str, Any]:
    shown = getattr(row, "evidence", None)
    return {
        "violation": str(row.uuid),
        "kind": row.kind,
        "source": row.source,
        "detail": row.detail,
        "start": row.start_seconds,
        "end": row.end_seconds,
        "direct": row.direct,
        "confidence": row.confidence,
        "evidence": {
            "at_seconds": shown.at_seconds,
            "picture": shown.sha256,
            "segment": f"{shown.segment.track.kind}-{shown.segment.run.number}-{shown.segment.sequence}",
            "box": [shown.box_x, shown.box_y, shown.box_width, shown.box_height],
        }
        if shown
        else None,
    }


def _line(row: LedgerLine) -> dict[str, Any]:
    found = row.violation
    place = {"violation": str(found.uuid), "kind": found.kind, "start": found.start_seconds, "end": found.end_seconds}
    return {**place, **{name: getattr(row, name) for name in _LINE}}


def _place(told: dict[str, Any]) -> tuple[float, float, str, str]:
    return told["start"], told["end"], told["kind"], told["violation"]
