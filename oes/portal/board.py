"""What the registrar's board shows of a period (W2), with a fixed number of queries."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from oes.attempts.models import Attempt
from oes.domain.attempt_state import ENDED, RUNNING
from oes.domain.open_states import OpenState, Waiting, summed
from oes.exams.models import ExamPeriod, Format
from oes.portal.conflicts import Conflicts, conflicts_of
from oes.portal.session import PARTS, ExamLine, Session, session_of
from oes.portal.waiting import states_of


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures at the top. `sittings`: students of each exam, added up."""

    subjects: int
    obligatory: int
    exams: int
    students: int
    sittings: int


@dataclass(frozen=True, slots=True)
class FacultyLine:
    """How many of a faculty's exams are ready in each part, in the order of PARTS, and in all."""

    name: str
    exams: int
    parts: tuple[int, ...]
    ready: int


@dataclass(frozen=True, slots=True)
class RunningLine:
    """An exam that is open now: how many may sit it, do and have done so."""

    exam: ExamLine
    sitting: int
    done: int


@dataclass(frozen=True, slots=True)
class Board:
    session: Session
    totals: Totals
    faculties: tuple[FacultyLine, ...]
    all_faculties: FacultyLine
    conflicts: Conflicts
    running: tuple[RunningLine, ...]
    waiting: tuple[Waiting, ...]
    states: tuple[OpenState, ...]


def board_of(period: ExamPeriod, at: datetime) -> Board:
    """Return the whole board of a period."""
    session = session_of(period)
    conflicts = conflicts_of(session)
    states = states_of(session, at, conflicts)
    lines = tuple(_faculties(session.exams.values()))
    return Board(
        session, _totals(session), lines, _sum(lines), conflicts, tuple(_running(session, at)),
        tuple(summed(states, at)), tuple(states),
    )  # fmt: skip


def _totals(session: Session) -> Totals:
    counts = session.period.subjects.aggregate(
        all=Count("pk"), obligatory=Count("pk", filter=Q(has_exam=True) & ~Q(format=Format.CUMULATIVE))
    )
    sittings = sum(len(exams) for exams in session.students.values())
    return Totals(counts["all"], counts["obligatory"], len(session.exams), len(session.students), sittings)


def _faculties(exams: Iterable[ExamLine]) -> Iterable[FacultyLine]:
    found: dict[str, list[ExamLine]] = {}
    for exam in exams:
        found.setdefault(exam.faculty, []).append(exam)
    for name, rows in sorted(found.items()):
        lacking = Counter(key for exam in rows for key in exam.lacks)
        parts = tuple(len(rows) - lacking[part] for part in PARTS)
        yield FacultyLine(name, len(rows), parts, sum(1 for exam in rows if not exam.lacks))


def _sum(lines: tuple[FacultyLine, ...]) -> FacultyLine:
    parts = tuple(sum(line.parts[number] for line in lines) for number in range(len(PARTS)))
    return FacultyLine("", sum(line.exams for line in lines), parts, sum(line.ready for line in lines))


def _running(session: Session, at: datetime) -> Iterable[RunningLine]:
    now = [exam for exam in session.exams.values() if exam.times.start <= at < exam.times.end]
    rows = Attempt.objects.real().filter(enrolment__exam__in=[exam.pk for exam in now]).order_by()
    counts: dict[int, Counter[str]] = {}
    for exam, state, count in rows.values_list("enrolment__exam", "state").annotate(count=Count("pk")):
        kind = "sitting" if state in RUNNING else "done" if state in ENDED else "before"
        counts.setdefault(exam, Counter())[kind] += count
    for exam in now:
        told = counts.get(exam.pk, Counter())
        yield RunningLine(exam, told["sitting"], told["done"])


@dataclass(frozen=True, slots=True)
class ExamChoice:
    """Which exams of a period somebody wants to see."""

    text: str = ""
    faculty: str = ""
    lacks: str = ""
    slot: UUID | None = None
    only_conflicts: bool = False


def chosen_exams(session: Session, conflicts: Conflicts, choice: ExamChoice) -> list[ExamLine]:
    """Return the exams that fit a choice, by time and title. No query."""
    words = choice.text.casefold().split()
    slots = {slot.starts_at for slot in session.slots if slot.uuid == choice.slot}
    return [
        exam
        for exam in session.exams.values()
        if all(word in exam.title.casefold() for word in words)
        and (not choice.faculty or exam.faculty == choice.faculty)
        and (not choice.lacks or choice.lacks in exam.lacks)
        and (choice.slot is None or exam.times.start in slots)
        and (not choice.only_conflicts or exam.pk in conflicts.of_exam)
    ]
