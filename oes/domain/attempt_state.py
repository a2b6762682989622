"""Which state of an attempt may follow which."""

from enum import StrEnum


class AttemptState(StrEnum):
    """CREATED: opened, consent or checks outstanding. READY: checks done, "OK" not pressed.
    STARTED: the clock runs. PAUSED: a granted break; nothing is recorded, and the exam's duration stands still.
    SUBMITTED: finished by the student. TERMINATED: ended by staff.
    EXPIRED: the recorder fell silent or the exam closed. WITHDRAWN: the student withdrew the consent.
    """

    CREATED = "created"
    READY = "ready"
    STARTED = "started"
    PAUSED = "paused"
    SUBMITTED = "submitted"
    TERMINATED = "terminated"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


S = AttemptState

NEXT: dict[AttemptState, frozenset[AttemptState]] = {
    S.CREATED: frozenset({S.READY, S.EXPIRED, S.WITHDRAWN}),
    S.READY: frozenset({S.STARTED, S.EXPIRED, S.WITHDRAWN}),
    S.STARTED: frozenset({S.PAUSED, S.SUBMITTED, S.TERMINATED, S.EXPIRED, S.WITHDRAWN}),
    S.PAUSED: frozenset({S.STARTED, S.SUBMITTED, S.TERMINATED, S.EXPIRED, S.WITHDRAWN}),
    S.SUBMITTED: frozenset(),
    S.TERMINATED: frozenset(),
    S.EXPIRED: frozenset(),
    S.WITHDRAWN: frozenset(),
}

ENDED = frozenset(state for state, following in NEXT.items() if not following)
RUNNING = frozenset({S.STARTED, S.PAUSED})


def may_follow(now: AttemptState, then: AttemptState) -> bool:
    """Return whether an attempt in state `now` may go to `then`."""
    return then in NEXT[now]
