"""An application for cumulative assessment (W3): its states, who has to act in each, and until when."""

from datetime import date, timedelta
from enum import StrEnum


class ApplicationState(StrEnum):
    """SUBMITTED: the dean's office has to decide. RETURNED: the student has to add something. GRANTED and REFUSED:
    decided, with a reason. WITHDRAWN: the student took it back.
    """

    SUBMITTED = "submitted"
    RETURNED = "returned"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Owner(StrEnum):
    """Who has to act."""

    OFFICE = "office"
    STUDENT = "student"
    NOBODY = "nobody"


S = ApplicationState
NEXT: dict[ApplicationState, frozenset[ApplicationState]] = {
    S.SUBMITTED: frozenset({S.RETURNED, S.GRANTED, S.REFUSED, S.WITHDRAWN}),
    S.RETURNED: frozenset({S.SUBMITTED, S.REFUSED, S.WITHDRAWN}),
    S.GRANTED: frozenset(),
    S.REFUSED: frozenset({S.GRANTED}),
    S.WITHDRAWN: frozenset(),
}
"""A refusal may be taken back; what was granted stands, since the student relies on it."""
OWNER: dict[ApplicationState, Owner] = {
    S.SUBMITTED: Owner.OFFICE,
    S.RETURNED: Owner.STUDENT,
    S.GRANTED: Owner.NOBODY,
    S.REFUSED: Owner.NOBODY,
    S.WITHDRAWN: Owner.NOBODY,
}
OPEN = frozenset(state for state, owner in OWNER.items() if owner != Owner.NOBODY)
DECISIONS = frozenset({S.RETURNED, S.GRANTED, S.REFUSED})
OFFICE_DAYS, STUDENT_DAYS = 3, 2
"""Working days."""
_SATURDAY = 5


def may_follow(now: ApplicationState, then: ApplicationState) -> bool:
    return then in NEXT[now]


def due_on(state: ApplicationState, today: date) -> date | None:
    """Return the last day on which the owner of a state that is entered today should act; None where nobody has to."""
    days = {Owner.OFFICE: OFFICE_DAYS, Owner.STUDENT: STUDENT_DAYS}.get(OWNER[state])
    return None if days is None else working_days_after(today, days)


def working_days_after(day: date, count: int) -> date:
    """Return the day that lies so many working days after another; Saturdays and Sundays are none."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < _SATURDAY
    return day


def may_apply(today: date, *, first: date | None, until: date | None, last: date) -> bool:
    """Return whether applications are taken: up to `until`, or to the last day of the period where none is set."""
    return (first is None or today >= first) and today <= (until or last)
