"""The rules of an attempt, as its chain has them by their hash."""

from oes.exams.models import ProctoringPolicy
from oes.lib.canonical import canonical


def policy_version(policy: ProctoringPolicy) -> bytes:
    """Return a version of the rules: canonical JSON. Who wrote it, and the note, are no part of it."""
    return canonical({"version": policy.version, "rules": policy.rules})
