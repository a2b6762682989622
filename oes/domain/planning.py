"""Which exam takes place when: a plan without clashes, within what each slot offers.

Exams are placed one by one, the one with the fewest slots left first (as in colouring a graph), each where it makes
the fewest people sit two exams on a day. What fits nowhere makes room once: exams in its way move to other slots.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from oes.domain.clashes import Load, Room, Times


@dataclass(frozen=True, slots=True)
class PlanExam:
    """An exam to place. `people` are the keys of all who must be there: students, teachers, proctors, observers."""

    key: str
    people: frozenset[str]
    minutes: int
    load: Load


@dataclass(frozen=True, slots=True)
class PlanSlot:
    """A time in which exams take place, on a day of the institution's own time zone.

    One that is not open takes no exam but those that are fixed in it.
    """

    key: str
    times: Times
    day: date
    room: Room = field(default_factory=Room)
    is_open: bool = True

    @property
    def minutes(self) -> float:
        return (self.times.end - self.times.start).total_seconds() / 60


@dataclass(frozen=True, slots=True)
class Plan:
    """Which slot each exam got, by their keys, and which exams none was found for."""

    slots: dict[str, str]
    left: tuple[str, ...]


def proposed(exams: Sequence[PlanExam], slots: Sequence[PlanSlot], fixed: Mapping[str, str] | None = None) -> Plan:
    """Return a plan. `fixed` exams stay in their slot, and those among `exams` that it names are not moved.

    Same input, same plan. Exams that fit into no slot are told, never squeezed in.
    """
    board = _Board(exams, slots)
    for exam, slot in (fixed or {}).items():
        board.put(exam, slot)
    waiting = {exam.key for exam in exams if exam.key not in board.slot_of}
    held = frozenset(board.slot_of)
    left = []
    while waiting:
        exam = min(waiting, key=board.urgency)
        waiting.remove(exam)
        if not (board.place(exam) or board.make_room(exam, held)):
            left.append(exam)
    return Plan(dict(board.slot_of), tuple(sorted(left)))


class _Board:
    """The plan while it grows."""

    def __init__(self, exams: Sequence[PlanExam], slots: Sequence[PlanSlot]) -> None:
        self.exams = {exam.key: exam for exam in exams}
        self.slots = {slot.key: slot for slot in slots}
        self.slot_of: dict[str, str] = {}
        self.inside: dict[str, set[str]] = {key: set() for key in self.slots}
        self.load = dict.fromkeys(self.slots, Load())
        self.shared = _shared(exams)
        self.at_once = {
            key: [other for other in self.slots if slot.times.overlaps(self.slots[other].times)]
            for key, slot in self.slots.items()
        }
        self.blocked: dict[str, dict[str, int]] = {key: defaultdict(int) for key in self.exams}
        self.same_day: dict[str, dict[date, int]] = {key: defaultdict(int) for key in self.exams}

    def put(self, exam: str, slot: str) -> None:
        self.slot_of[exam] = slot
        self.inside[slot].add(exam)
        self._count(exam, slot, 1)

    def take(self, exam: str) -> str:
        slot = self.slot_of.pop(exam)
        self.inside[slot].remove(exam)
        self._count(exam, slot, -1)
        return slot

    def _count(self, exam: str, slot: str, sign: int) -> None:
        day, load = self.slots[slot].day, self.exams[exam].load
        self.load[slot] += Load(sign * load.exams, sign * load.seats, sign * load.proctors)
        for other, people in self.shared[exam].items():
            self.same_day[other][day] += sign * people
            for near in self.at_once[slot]:
                self.blocked[other][near] += sign

    def fits(self, exam: str, slot: str) -> bool:
        return self._takes(exam, slot) and not self.blocked[exam][slot] and self._room(exam, slot)

    def _takes(self, exam: str, slot: str) -> bool:
        return self.slots[slot].is_open and self.exams[exam].minutes <= self.slots[slot].minutes

    def _room(self, exam: str, slot: str) -> bool:
        return (self.load[slot] + self.exams[exam].load).fits(self.slots[slot].room)

    def urgency(self, exam: str) -> tuple[int, int, int, str]:
        """Return what sorts the exam with the fewest slots left, then with the most neighbours, first."""
        free = sum(1 for slot in self.slots if self.slots[slot].is_open and not self.blocked[exam][slot])
        return free, -len(self.shared[exam]), -self.exams[exam].load.seats, exam

    def place(self, exam: str) -> bool:
        able = [slot for slot in self.slots if self.fits(exam, slot)]
        if able:
            self.put(exam, min(able, key=lambda slot: self._cost(exam, slot)))
        return bool(able)

    def _cost(self, exam: str, slot: str) -> tuple[int, int, int, datetime, str]:
        there = self.slots[slot]
        load = self.load[slot]
        return self.same_day[exam][there.day], load.proctors, load.seats, there.times.start, slot

    def make_room(self, exam: str, held: frozenset[str]) -> bool:
        """Place an exam by moving those in its way elsewhere, in the slot where they are fewest; all or nothing."""
        for slot in sorted(self.slots, key=lambda key: (self.blocked[exam][key], key)):
            if self._takes(exam, slot) and self._moved_away(exam, slot, held):
                return True
        return False

    def _moved_away(self, exam: str, slot: str, held: frozenset[str]) -> bool:
        way = [other for near in self.at_once[slot] for other in self.inside[near] if other in self.shared[exam]]
        if held.intersection(way):
            return False
        before = {other: self.take(other) for other in sorted(way)}
        if self.fits(exam, slot):
            self.put(exam, slot)
            if all(self.place(other) for other in before):
                return True
            self.take(exam)
        for other, old in before.items():
            if other in self.slot_of:
                self.take(other)
            self.put(other, old)
        return False


def _shared(exams: Iterable[PlanExam]) -> dict[str, dict[str, int]]:
    """Return how many people each exam shares with each other one; pairs without any are left out."""
    at: dict[str, list[str]] = defaultdict(list)
    found: dict[str, dict[str, int]] = {}
    for exam in exams:
        found[exam.key] = defaultdict(int)
        for person in exam.people:
            at[person].append(exam.key)
    for keys in at.values():
        for one in keys:
            for other in keys:
                if one != other:
                    found[one][other] += 1
    return found


@dataclass(frozen=True, slots=True)
class Post:
    """An exam that still needs `missing` people with a duty. `barred` may not have it: they teach or sit there."""

    key: str
    times: Times
    missing: int
    barred: frozenset[str] = frozenset()


def posted(posts: Iterable[Post], busy: Mapping[str, Sequence[Times]]) -> tuple[dict[str, list[str]], dict[str, int]]:
    """Return who takes which post, nobody two at once, duties spread evenly; and what is still missing by exam.

    `busy`: everybody who may be asked, with the times that they have already. Same input, same answer.
    """
    mine = {person: list(times) for person, times in busy.items()}
    given: dict[str, list[str]] = {}
    missing: dict[str, int] = {}
    for post in sorted(posts, key=lambda one: (one.times.start, one.key)):
        free = [
            person
            for person in sorted(mine, key=lambda one: (len(mine[one]), one))
            if person not in post.barred and not any(post.times.overlaps(time) for time in mine[person])
        ]
        given[post.key] = free[: post.missing]
        for person in given[post.key]:
            mine[person].append(post.times)
        if len(given[post.key]) < post.missing:
            missing[post.key] = post.missing - len(given[post.key])
    return given, missing
