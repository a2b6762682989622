"""How many members of each role a commission has, and how many must vote (W13)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

CHAIR, SECRETARY, TEACHER, STUDENT = "chair", "secretary", "teacher", "student"
ROLES = (CHAIR, SECRETARY, TEACHER, STUDENT)
VOTING = frozenset({CHAIR, TEACHER, STUDENT})
MOST = 99
"""Members of one role; more is a slip of the hand."""


@dataclass(frozen=True, slots=True)
class Room:
    """How many members of a role a commission has: at least and at most, substitutes not counted."""

    role: str
    minimum: int
    maximum: int


DEFAULT = (Room(CHAIR, 1, 1), Room(SECRETARY, 1, 1), Room(TEACHER, 2, 3), Room(STUDENT, 3, 3))


@dataclass(frozen=True, slots=True)
class Unmet:
    """A quota that is not met: there are `there` members of the role."""

    role: str
    there: int
    minimum: int
    maximum: int

    @property
    def lacks(self) -> int:
        """Return how many are missing; 0 where there are too many."""
        return max(0, self.minimum - self.there)

    @property
    def too_many(self) -> int:
        return max(0, self.there - self.maximum)


def unmet(rooms: Iterable[Room], counts: Mapping[str, int]) -> list[Unmet]:
    """Return the quotas that are not met, in the order of `ROLES`. A role with members and without a quota: at most 0.

    `counts`: members that are no substitutes, by role.
    """
    known = {room.role: room for room in rooms}
    found = []
    for role in ROLES:
        room, there = known.get(role, Room(role, 0, 0)), counts.get(role, 0)
        if not room.minimum <= there <= room.maximum:
            found.append(Unmet(role, there, room.minimum, room.maximum))
    return found


def fewest_voters(rooms: Iterable[Room]) -> int:
    """Return how many members vote when each quota is met with its minimum."""
    return sum(room.minimum for room in rooms if room.role in VOTING)


def quorum_fits(quorum: int, rooms: Iterable[Room]) -> bool:
    """Return whether a commission that meets its quotas can always reach the quorum."""
    return 1 <= quorum <= fewest_voters(rooms)


def quorum_met(voted: int, quorum: int) -> bool:
    """Return whether enough members voted. Nobody's vote is never enough, whatever the quorum."""
    return voted >= max(1, quorum)
