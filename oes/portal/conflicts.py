"""Everything that is wrong with a plan at once: who clashes, what is too full, what lies outside."""

from collections import defaultdict
from dataclasses import dataclass, field

from oes.domain.clashes import clashes, crowded_days
from oes.portal.session import ExamLine, Session, room_of

HARD = frozenset({"students", "staff", "seats", "proctors", "outside", "short"})
"""What must not be; more exams on a day than the rules want is a warning."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing that is wrong with an exam. `people`: the accounts it concerns; `other`: the exam at the same time."""

    kind: str
    people: tuple[int, ...] = ()
    other: ExamLine | None = None

    @property
    def count(self) -> int:
        return len(self.people)

    @property
    def is_hard(self) -> bool:
        return self.kind in HARD


@dataclass(frozen=True, slots=True)
class Pair:
    """Two exams at the same time that somebody would have to be at both of."""

    one: ExamLine
    other: ExamLine
    people: tuple[int, ...]


@dataclass
class Conflicts:
    """All of a plan: by exam (pk), by slot (pk: what there is too little of), and the pairs of exams that clash."""

    of_exam: dict[int, list[Conflict]] = field(default_factory=lambda: defaultdict(list))
    of_slot: dict[int, tuple[str, ...]] = field(default_factory=dict)
    students: list[Pair] = field(default_factory=list)
    staff: list[Pair] = field(default_factory=list)

    @property
    def hard(self) -> int:
        """Return how many exams have something that must not be."""
        return sum(1 for rows in self.of_exam.values() if any(row.is_hard for row in rows))

    @property
    def clashing_students(self) -> int:
        return len({person for pair in self.students for person in pair.people})

    @property
    def clashing_staff(self) -> int:
        return len({person for pair in self.staff for person in pair.people})


def conflicts_of(session: Session) -> Conflicts:
    """Return what is wrong with a period's plan. No query."""
    found = Conflicts()
    found.students = _pairs(session, "students", found)
    found.staff = _pairs(session, "staff", found)
    _slots(session, found)
    days = {exam.pk: session.day_of(exam.times.start) for exam in session.exams.values()}
    for pk, people in crowded_days(session.students, days, session.rules.most_a_day).items():
        found.of_exam[pk].append(Conflict("crowded", tuple(people)))
    return found


def _pairs(session: Session, kind: str, found: Conflicts) -> list[Pair]:
    pairs = []
    for (one, other), people in clashes(getattr(session, kind), session.times).items():
        pair = Pair(session.exams[one], session.exams[other], tuple(people))
        pairs.append(pair)
        found.of_exam[one].append(Conflict(kind, pair.people, pair.other))
        found.of_exam[other].append(Conflict(kind, pair.people, pair.one))
    return sorted(pairs, key=lambda pair: (pair.one.times.start, pair.one.title))


def _slots(session: Session, found: Conflicts) -> None:
    loads = session.loads()
    found.of_slot = {slot.pk: over for slot in session.slots if (over := loads[slot.pk].over(room_of(slot)))}
    first, last = session.period.starts_on, session.period.ends_on
    for exam in session.exams.values():
        slot = session.slot_of(exam)
        kinds = list(found.of_slot.get(slot.pk, ())) if slot else []
        if not first <= session.day_of(exam.times.start) <= last:
            kinds.append("outside")
        if (exam.times.end - exam.times.start).total_seconds() < exam.minutes * 60:
            kinds.append("short")
        found.of_exam[exam.pk] += [Conflict(kind) for kind in kinds]
        if not found.of_exam[exam.pk]:
            del found.of_exam[exam.pk]
