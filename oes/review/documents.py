"""What people decided, as an attempt's chain has it by its hash. Made from the rows."""

from oes.lib.canonical import canonical, instant
from oes.review.models import Verdict


def verdict(row: Verdict) -> bytes:
    """Return a verdict with its reason: canonical JSON."""
    return canonical(
        {
            "verdict": str(row.uuid),
            "honest": row.honest,
            "reason": row.reason,
            "by": str(row.by.uuid),
            "at": instant(row.at),
        }
    )
