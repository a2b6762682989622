"""A technical problem that a student reports (W16): its states, who has to act in each, and until when."""

from datetime import datetime, timedelta
from enum import StrEnum


class ProblemState(StrEnum):
    """NEW: nobody has taken it. TAKEN: somebody of the helpdesk works on it. WAITING: the helpdesk has asked the
    student something. ANSWERED: the helpdesk has answered; the student may say that it is not over.
    """

    NEW = "new"
    TAKEN = "taken"
    WAITING = "waiting"
    ANSWERED = "answered"


class Owner(StrEnum):
    """Who has to act. HELPDESK: anybody of it; TAKER: the one who took it; NOBODY: it is closed."""

    HELPDESK = "helpdesk"
    TAKER = "taker"
    STUDENT = "student"
    NOBODY = "nobody"


S = ProblemState
NEXT: dict[ProblemState, frozenset[ProblemState]] = {
    S.NEW: frozenset({S.TAKEN, S.WAITING, S.ANSWERED}),
    S.TAKEN: frozenset({S.NEW, S.WAITING, S.ANSWERED}),
    S.WAITING: frozenset({S.TAKEN, S.ANSWERED}),
    S.ANSWERED: frozenset({S.NEW}),
}
OWNER: dict[ProblemState, Owner] = {
    S.NEW: Owner.HELPDESK,
    S.TAKEN: Owner.TAKER,
    S.WAITING: Owner.STUDENT,
    S.ANSWERED: Owner.NOBODY,
}
OPEN = frozenset(state for state, owner in OWNER.items() if owner != Owner.NOBODY)
URGENT = timedelta(minutes=15)
USUAL = timedelta(hours=24)
PATIENCE = timedelta(hours=72)
"""So long the helpdesk waits for a student's word."""


def may_follow(now: ProblemState, then: ProblemState) -> bool:
    return then in NEXT[now]


def due_at(state: ProblemState, now: datetime, *, urgent: bool, stands: datetime | None = None) -> datetime | None:
    """Return until when the owner of a state that is entered now has to act; None where nobody has.

    `urgent`: the student sits the exam, or is about to. `stands`: the helpdesk's deadline so far,
    which taking a problem keeps.
    """
    if OWNER[state] is Owner.NOBODY:
        return None
    if OWNER[state] is Owner.STUDENT:
        return now + PATIENCE
    if state is S.TAKEN and stands is not None and stands > now:
        return stands
    return now + (URGENT if urgent else USUAL)
