"""When a student sees on the own page what was found."""

from enum import StrEnum

from oes.domain.policy import FindingsAfter, Policy


class Hidden(StrEnum):
    """Why findings are not shown (yet). NEVER: the rules show a student no reasons at all."""

    RUNNING = "running"
    EXAM_OPEN = "exam_open"
    ANALYSING = "analysing"
    VERDICT = "verdict"
    NEVER = "never"


def findings_hidden(
    policy: Policy, *, has_ended: bool, exam_over: bool, is_final: bool, is_released: bool, is_accused: bool
) -> Hidden | None:
    """Return why the findings are hidden, or None where they are shown.

    `exam_over`: nobody can sit the exam any more, so nobody learns from it what is looked for. `is_final`: all that was
    announced is analysed. `is_released`: a person's verdict was told to the student. `is_accused`: one of dishonesty
    was, and who is accused sees everything, whatever the rules say.
    """
    if is_accused:
        return None
    if not policy.show_reasons:
        return Hidden.NEVER
    if not has_ended:
        return Hidden.RUNNING
    if not exam_over:
        return Hidden.EXAM_OPEN
    if not is_final:
        return Hidden.ANALYSING
    if policy.findings_after == FindingsAfter.VERDICT and not is_released:
        return Hidden.VERDICT
    return None
