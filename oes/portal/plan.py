"""The page of the plan: its rows, its grid of slots, and saving what was changed on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from oes.accounts.models import User
from oes.domain.clashes import Load
from oes.exams.duty_services import end_duties, give_duties
from oes.exams.models import Exam, ExamDuty, ExamSlot
from oes.portal.conflicts import Conflict, Conflicts, conflicts_of
from oes.portal.planning import Move, Moved, move_exams
from oes.portal.planning_forms import PlanEdit
from oes.portal.session import ExamLine, Session


@dataclass(frozen=True, slots=True)
class PlanRow:
    """An exam of the page. `slot` is the chosen one, `before` the line as it is stored; `seen` goes with the form."""

    exam: ExamLine
    before: ExamLine
    slot: ExamSlot | None
    seen: str
    conflicts: tuple[Conflict, ...]
    duties: tuple[ExamDuty, ...]
    errors: tuple[str, ...] = ()
    typed: Mapping[str, str] | None = None
    ended: frozenset[str] = frozenset()
    lost: bool = False

    @property
    def is_moved(self) -> bool:
        return self.exam.times != self.before.times


@dataclass(frozen=True, slots=True)
class Cell:
    """A slot of the grid with what its exams take, and what there is too little of."""

    slot: ExamSlot
    load: Load
    over: tuple[str, ...]


def rows_of(exams: Iterable[ExamLine], session: Session, conflicts: Conflicts) -> list[PlanRow]:
    """Return the rows of exams as they are stored."""
    return [
        PlanRow(
            exam, exam, session.slot_of(exam), exam.times.start.isoformat(),
            tuple(conflicts.of_exam.get(exam.pk, ())), tuple(session.duties.get(exam.pk, ())),
        )
        for exam in exams
    ]  # fmt: skip


def rows_of_edit(edit: PlanEdit, lost: frozenset[int] = frozenset()) -> tuple[list[PlanRow], Session, Conflicts]:
    """Return the rows with what was entered, the period as it would be, and what would be wrong with it.

    `lost`: exams that somebody else moved meanwhile; to save again moves them from where that person put them.
    """
    then = edit.applied()
    conflicts = conflicts_of(then)
    rows = []
    for before in edit.exams:
        exam = then.exams[before.pk]
        rows.append(
            PlanRow(
                exam, before, then.slot_of(exam), _seen(edit, before, lost),
                tuple(conflicts.of_exam.get(exam.pk, ())), tuple(edit.session.duties.get(exam.pk, ())),
                tuple(edit.errors.get(exam.pk, ())), _typed(edit, before, lost),
                frozenset(str(duty.uuid) for duty in edit.ended), exam.pk in lost,
            )
        )  # fmt: skip
    return rows, then, conflicts


def _typed(edit: PlanEdit, exam: ExamLine, lost: frozenset[int]) -> dict[str, str]:
    """Return the logins as they were typed; where only moves were lost, the duties are stored."""
    return {} if lost else {duty: edit.typed(duty, exam) for duty in ExamDuty.Duty.values}


def _seen(edit: PlanEdit, exam: ExamLine, lost: frozenset[int]) -> str:
    told = edit.data.get(f"seen-{exam.uuid}", "")
    return exam.times.start.isoformat() if exam.pk in lost or not told else told


def grid_of(session: Session, conflicts: Conflicts) -> list[tuple[date, list[Cell]]]:
    """Return the slots by day, each with its load."""
    loads, found = session.loads(), {}
    for slot in session.slots:
        cell = Cell(slot, loads[slot.pk], conflicts.of_slot.get(slot.pk, ()))
        found.setdefault(session.day_of(slot.starts_at), []).append(cell)
    return sorted(found.items())


@transaction.atomic
def save_edit(*, edit: PlanEdit, by: User) -> tuple[Moved, int]:
    """Store what was changed; return what became of the moves, and how many duties were given or ended."""
    exams = Exam.objects.real().select_related("organisation").in_bulk([exam.pk for exam in edit.exams])
    moves = [Move(exams[pk], slot, edit.seen[pk]) for pk, slot in edit.slots.items()]
    moved = move_exams(period=edit.session.period, moves=moves, by=by)
    duties = end_duties(duties=edit.ended, by=by)
    for duty, people in edit.given.items():
        duties += give_duties(duty=duty, people={exams[pk]: users for pk, users in people.items()}, by=by)
    return moved, duties
