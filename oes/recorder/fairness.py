"""What the recorder's page tells its student: the counter of violations with reasons, and the breaks."""

from datetime import datetime
from typing import Any

from oes.attempts.breaks import break_state
from oes.attempts.models import Attempt
from oes.domain.policy import Policy


def counter_of(attempt: Attempt, policy: Policy) -> dict[str, Any]:
    """Return the counter as the policy allows it; None where it shows none.

    `newest`: [kind, start_seconds, end_seconds, detail] of the newest that the ledger counts, newest first.
    """
    if not policy.show_counter:
        return {"violations": None, "most_violations": None, "newest": []}
    return {
        "violations": attempt.shown_violations,
        "most_violations": policy.most_violations or None,
        "newest": attempt.shown_newest if policy.show_reasons else [],
    }


def break_of(attempt: Attempt, at: datetime) -> dict[str, Any] | None:
    """Return the student's breaks, or None where none was granted."""
    state = break_state(attempt, at)
    if state is None:
        return None
    return {"left": state.left, "seconds": round(state.seconds, 1), "on": state.is_on}
