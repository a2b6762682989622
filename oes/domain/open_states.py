"""What is open in an exam session: each kind with the role that owns it and the moment until which it must be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Owner(StrEnum):
    """Who has to act; the keys are those of the roles."""

    REGISTRAR = "registrar"
    ADMINISTRATION = "administration"
    DEAN = "dean"
    TEACHER = "teacher"
    PROCTOR = "proctor"
    HELPDESK = "helpdesk"


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
O, B, A = Owner, Counts.BEFORE, Counts.AFTER

KINDS: dict[str, StateKind] = {
    kind.key: kind
    for kind in (
        StateKind("not_planned", O.REGISTRAR, 14 * DAY, B),
        StateKind("clash", O.REGISTRAR, 7 * DAY, B),
        StateKind("no_roster", O.REGISTRAR, 7 * DAY, B),
        StateKind("no_rules", O.ADMINISTRATION, 7 * DAY, B),
        StateKind("no_tasks", O.TEACHER, 2 * DAY, B),
        StateKind("no_proctors", O.REGISTRAR, 3 * DAY, B),
        StateKind("no_place", O.REGISTRAR, 3 * DAY, B),
        StateKind("photo_waits", O.ADMINISTRATION, 3 * DAY, A),
        StateKind("attempt_unjudged", O.ADMINISTRATION, 3 * DAY, A),
        StateKind("verdict_unreleased", O.ADMINISTRATION, 2 * DAY, A),
        StateKind("erasure_asked", O.ADMINISTRATION, 30 * DAY, A),
        StateKind("work_unmarked", O.TEACHER, 3 * DAY, A),
        StateKind("marks_unreleased", O.REGISTRAR, 2 * DAY, A),
        StateKind("application_undecided", O.DEAN, 3 * DAY, A),
        StateKind("problem_unanswered", O.HELPDESK, 1, A),
    )
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
