"""An appeal (W13-W15): its states, who has to act in each, until when, and who is told when nobody does."""

from datetime import datetime, timedelta
from enum import StrEnum


class AppealState(StrEnum):
    """FILED: the secretary accepts, returns or refuses it. RETURNED: the student has to add something. ACCEPTED: the
    secretary brings the panel together and sets the hearing. VOTING: the members write, hear and vote. VOTED: the chair
    writes the reasons of what they decided. TIED: the chair decides. DECIDED: the secretary draws up the protocol.
    CLOSED: the student and the faculty have it. REFUSED: not taken, with the reason. WITHDRAWN: the student took it
    back.
    """

    FILED = "filed"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    VOTING = "voting"
    VOTED = "voted"
    TIED = "tied"
    DECIDED = "decided"
    CLOSED = "closed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Owner(StrEnum):
    """Who has to act. MEMBERS: everybody of the panel; NOBODY: it is over."""

    SECRETARY = "secretary"
    STUDENT = "student"
    MEMBERS = "members"
    CHAIR = "chair"
    REGISTRAR = "registrar"
    NOBODY = "nobody"


S = AppealState
NEXT: dict[AppealState, frozenset[AppealState]] = {
    S.FILED: frozenset({S.RETURNED, S.ACCEPTED, S.REFUSED, S.WITHDRAWN}),
    S.RETURNED: frozenset({S.FILED, S.REFUSED, S.WITHDRAWN}),
    S.ACCEPTED: frozenset({S.VOTING, S.WITHDRAWN}),
    S.VOTING: frozenset({S.ACCEPTED, S.VOTED, S.TIED, S.WITHDRAWN}),
    S.VOTED: frozenset({S.DECIDED}),
    S.TIED: frozenset({S.DECIDED}),
    S.DECIDED: frozenset({S.CLOSED}),
    S.CLOSED: frozenset(),
    S.REFUSED: frozenset({S.FILED}),
    S.WITHDRAWN: frozenset(),
}
"""From VOTING back to ACCEPTED: too few voted, a new panel or hearing is needed. A refusal may be taken back."""
OWNER: dict[AppealState, Owner] = {
    S.FILED: Owner.SECRETARY,
    S.RETURNED: Owner.STUDENT,
    S.ACCEPTED: Owner.SECRETARY,
    S.VOTING: Owner.MEMBERS,
    S.VOTED: Owner.CHAIR,
    S.TIED: Owner.CHAIR,
    S.DECIDED: Owner.SECRETARY,
    S.CLOSED: Owner.NOBODY,
    S.REFUSED: Owner.NOBODY,
    S.WITHDRAWN: Owner.NOBODY,
}
OPEN = frozenset(state for state, owner in OWNER.items() if owner is not Owner.NOBODY)
ESCALATES_TO: dict[Owner, Owner] = {
    Owner.SECRETARY: Owner.CHAIR,
    Owner.MEMBERS: Owner.CHAIR,
    Owner.CHAIR: Owner.REGISTRAR,
    Owner.STUDENT: Owner.SECRETARY,
}
"""Who is told, beside the owner, when a deadline has passed."""
ESCALATE_AFTER = timedelta(hours=24)


def tells_of_task(due: datetime, *, done: bool, told: bool, now: datetime) -> bool:
    """Return whether it is time to tell that the registrar's task is late: once, to the registrar and the next above,
    which is the administration."""
    return not (done or told) and now >= due


def may_follow(now: AppealState, then: AppealState) -> bool:
    return then in NEXT[now]


def escalated_to(state: AppealState, due: datetime | None, now: datetime) -> Owner | None:
    """Return who is told beside the owner: from the deadline on the next above, a day later the registrar."""
    if state not in OPEN or due is None or now < due:
        return None
    return Owner.REGISTRAR if now >= due + ESCALATE_AFTER else ESCALATES_TO[OWNER[state]]
