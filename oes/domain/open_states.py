"""What is open in an exam session: each kind with the role that owns it and the moment until which it must be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any


class Owner(StrEnum):
    """Who has to act; the keys are those of the roles."""

    REGISTRAR = "registrar"
    ADMINISTRATION = "administration"
    DEAN = "dean"
    TEACHER = "teacher"
    PROCTOR = "proctor"
    HELPDESK = "helpdesk"
    SECRETARY = "secretary"
    COMMISSION = "commission"
    STUDENT = "student"


class Counts(StrEnum):
    """From where the days of a kind count: BEFORE the moment it is needed, or AFTER the moment it began to wait."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class StateKind:
    """A kind of open state. Keys are stored in addresses: they never change."""

    key: str
    owner: Owner
    hours: int
    counts: Counts

    def due_at(self, moment: datetime) -> datetime:
        """Return until when it must be done: `moment` is when it is needed, or since when it waits."""
        away = timedelta(hours=self.hours)
        return moment - away if self.counts is Counts.BEFORE else moment + away


DAY = 24
_BEFORE = (
    ("not_planned", Owner.REGISTRAR, 14 * DAY),
    ("clash", Owner.REGISTRAR, 7 * DAY),
    ("no_roster", Owner.REGISTRAR, 7 * DAY),
    ("no_rules", Owner.ADMINISTRATION, 7 * DAY),
    ("no_tasks", Owner.TEACHER, 2 * DAY),
    ("no_proctors", Owner.REGISTRAR, 3 * DAY),
    ("no_place", Owner.REGISTRAR, 3 * DAY),
)
_AFTER = (
    ("photo_waits", Owner.ADMINISTRATION, 3 * DAY),
    ("attempt_unjudged", Owner.ADMINISTRATION, 3 * DAY),
    ("erasure_asked", Owner.ADMINISTRATION, 30 * DAY),
    ("work_unmarked", Owner.TEACHER, 3 * DAY),
    ("marks_unreleased", Owner.REGISTRAR, 2 * DAY),
    ("verdict_unreleased", Owner.REGISTRAR, 2 * DAY),
    ("application_undecided", Owner.DEAN, 3 * DAY),
    ("problem_unanswered", Owner.HELPDESK, 1),
    ("appeal_task", Owner.REGISTRAR, 3 * DAY),
    ("appeal_filed", Owner.SECRETARY, DAY),
    ("appeal_returned", Owner.STUDENT, 2 * DAY),
    ("appeal_accepted", Owner.SECRETARY, DAY),
    ("appeal_voting", Owner.COMMISSION, 3 * DAY),
    ("appeal_voted", Owner.COMMISSION, DAY),
    ("appeal_tied", Owner.COMMISSION, DAY),
    ("appeal_decided", Owner.SECRETARY, 2 * DAY),
)
KINDS: dict[str, StateKind] = {
    key: StateKind(key, owner, hours, counts)
    for counts, rows in ((Counts.BEFORE, _BEFORE), (Counts.AFTER, _AFTER))
    for key, owner, hours in rows
}


@dataclass(frozen=True, slots=True)
class OpenState:
    """Some things of one kind that wait for one owner until one moment: `count` of them, about `title`.

    `person` is who of the role, where one is known; `path` the page of ours where it is done.
    """

    kind: str
    owner: str
    due: datetime
    count: int = 1
    title: str = ""
    path: str = ""
    person: str = ""


def stated(kind: str, due: datetime, **told: Any) -> OpenState:
    """Return an open state whose row has its own deadline; the other fields as `opened` takes them."""
    return OpenState(kind, told.pop("owner", "") or KINDS[kind].owner, due, **told)


def opened(
    kind: str, moment: datetime, *, count: int = 1, title: str = "", path: str = "", person: str = "", owner: str = ""
) -> OpenState:
    """Return an open state of a known kind; `moment` as `StateKind.due_at` takes it."""
    known = KINDS[kind]
    return OpenState(kind, owner or known.owner, known.due_at(moment), count, title, path, person)


@dataclass(frozen=True, slots=True)
class Waiting:
    """All open states of one kind and owner, summed up."""

    kind: str
    owner: str
    count: int
    late: int
    due: datetime
    """The first deadline of them."""


def summed(states: Iterable[OpenState], now: datetime) -> list[Waiting]:
    """Return one line for each kind and owner: what is late first, then by deadline."""
    found: dict[tuple[str, str], list[OpenState]] = {}
    for state in states:
        found.setdefault((state.kind, state.owner), []).append(state)
    lines = [
        Waiting(
            kind,
            owner,
            sum(state.count for state in rows),
            sum(state.count for state in rows if state.due <= now),
            min(state.due for state in rows),
        )
        for (kind, owner), rows in found.items()
    ]
    return sorted(lines, key=lambda line: (line.late == 0, line.due, line.kind, line.owner))


def ownerless(states: Iterable[object]) -> list[object]:
    """Return the states without an owner that is a role, or without a deadline: there must be none."""
    return [
        state
        for state in states
        if getattr(state, "owner", "") not in set(Owner) or not isinstance(getattr(state, "due", None), datetime)
    ]
