"""Who would have to be at two exams at once, and which slot holds more than it can."""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations
from typing import TypeVar

Exam = TypeVar("Exam", bound=Hashable)
Person = TypeVar("Person", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Times:
    """From when to when an exam takes place; half open: one that begins when another ends does not overlap it."""

    start: datetime
    end: datetime

    def overlaps(self, other: "Times") -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Room:
    """What a slot offers at once; None: without a limit."""

    seats: int | None = None
    proctors: int | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """What the exams of a slot take."""

    exams: int = 0
    seats: int = 0
    proctors: int = 0

    def __add__(self, other: "Load") -> "Load":
        return Load(self.exams + other.exams, self.seats + other.seats, self.proctors + other.proctors)

    def fits(self, room: Room) -> bool:
        return not self.over(room)

    def over(self, room: Room) -> tuple[str, ...]:
        """Return what there is too little of: seats, proctors."""
        pairs = (("seats", self.seats, room.seats), ("proctors", self.proctors, room.proctors))
        return tuple(name for name, used, there in pairs if there is not None and used > there)


def proctors_needed(students: int, students_per_proctor: int) -> int:
    """Return how many proctors an exam needs: at least one where anybody sits it."""
    return -(-students // max(1, students_per_proctor))


def overlapping(times: Mapping[Exam, Times]) -> dict[Exam, set[Exam]]:
    """Return the exams that take place at once with each; those with none are left out."""
    found: dict[Exam, set[Exam]] = defaultdict(set)
    running: list[Exam] = []
    for exam in sorted(times, key=lambda one: times[one].start):
        running = [other for other in running if times[other].end > times[exam].start]
        for other in running:
            if times[exam].overlaps(times[other]):
                found[exam].add(other)
                found[other].add(exam)
        running.append(exam)
    return dict(found)


def exams_of(attendance: Iterable[tuple[Person, Exam]]) -> dict[Person, list[Exam]]:
    """Return the exams of everybody, each once."""
    found: dict[Person, dict[Exam, None]] = defaultdict(dict)
    for person, exam in attendance:
        found[person][exam] = None
    return {person: list(exams) for person, exams in found.items()}


def clashes(
    attendance: Mapping[Person, Collection[Exam]], times: Mapping[Exam, Times]
) -> dict[tuple[Exam, Exam], list[Person]]:
    """Return the pairs of exams that take place at once, with everybody who would have to be at both.

    A pair stands there once, the exam that `times` names first in front. An exam without times clashes with none.
    """
    together = overlapping(times)
    place = {exam: number for number, exam in enumerate(times)}
    found: dict[tuple[Exam, Exam], list[Person]] = defaultdict(list)
    for person, exams in attendance.items():
        busy = [exam for exam in exams if exam in together]
        for one, other in combinations(busy, 2):
            if other in together[one]:
                found[(one, other) if place[one] < place[other] else (other, one)].append(person)
    return dict(found)


def crowded_days(
    attendance: Mapping[Person, Collection[Exam]], days: Mapping[Exam, date], most: int
) -> dict[Exam, list[Person]]:
    """Return the exams on days on which somebody has more than `most`, with these people."""
    found: dict[Exam, list[Person]] = defaultdict(list)
    for person, exams in attendance.items():
        planned = [exam for exam in exams if exam in days]
        if len(planned) <= most:
            continue
        counts = Counter(days[exam] for exam in planned)
        for exam in planned:
            if counts[days[exam]] > most:
                found[exam].append(person)
    return dict(found)
