"""Who may not decide an appeal, since something ties them to the student or to what is contested (W13)."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum


class Conflict(StrEnum):
    """What stands between somebody and a case. Keys are stored: they never change.

    REVIEWED: gave a verdict, judged an event or compared the faces of an attempt at this exam. WATCHED: watched its
    recording before the appeal. OWN_APPEAL: has an open appeal, too.
    """

    SAME_PERSON = "same_person"
    SAME_GROUP = "same_group"
    TAUGHT = "taught"
    MARKED = "marked"
    PROCTORED = "proctored"
    OBSERVED = "observed"
    REVIEWED = "reviewed"
    WATCHED = "watched"
    OWN_APPEAL = "own_appeal"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known around an appeal. All but `group` are keys of accounts; `student`: all that are the student's."""

    student: AbstractSet[int]
    group: int | None
    teachers: AbstractSet[int] = frozenset()
    """Who teaches the student's group."""
    markers: AbstractSet[int] = frozenset()
    """Who marks or marked a work of the student."""
    proctors: AbstractSet[int] = frozenset()
    observers: AbstractSet[int] = frozenset()
    reviewers: AbstractSet[int] = frozenset()
    watchers: AbstractSet[int] = frozenset()
    appellants: AbstractSet[int] = frozenset()
    """Who has another open appeal."""


def conflicts(user: int, group: int | None, facts: Facts) -> tuple[Conflict, ...]:
    """Return what stands between an account and a case, in the order of `Conflict`; empty: nothing is known.

    `group`: the study group of a user who is a student, else None.
    """
    holds = {
        Conflict.SAME_PERSON: user in facts.student,
        Conflict.SAME_GROUP: group is not None and group == facts.group,
        Conflict.TAUGHT: user in facts.teachers,
        Conflict.MARKED: user in facts.markers,
        Conflict.PROCTORED: user in facts.proctors,
        Conflict.OBSERVED: user in facts.observers,
        Conflict.REVIEWED: user in facts.reviewers,
        Conflict.WATCHED: user in facts.watchers,
        Conflict.OWN_APPEAL: user in facts.appellants,
    }
    return tuple(code for code in Conflict if holds[code])
