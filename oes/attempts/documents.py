"""What was checked in an attempt, as its chain has it by its hash. Made from the rows."""

from oes.attempts.models import IdentityCheck, ScreenCheck
from oes.lib.canonical import canonical, instant


def check_part(check: IdentityCheck | ScreenCheck) -> str:
    """Return the name of a check within its attempt: `identity-7`, `screen-3`."""
    return f"{'identity' if isinstance(check, IdentityCheck) else 'screen'}-{check.pk}"


def check_done(check: IdentityCheck | ScreenCheck) -> bytes:
    """Return a check and its answer: canonical JSON. The picture stands in it by its hash."""
    told: dict[str, object] = {
        "at_seconds": float(check.at_seconds),
        "done_at": instant(check.done_at),
        "picture": check.sha256,
    }
    if isinstance(check, IdentityCheck):
        told |= {"moment": str(check.moment), "result": str(check.result), "similarity": check.similarity}
    else:
        told |= {"kind": str(check.kind), "surface": check.surface}
    return canonical(told)
