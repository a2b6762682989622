"""Written exams: when a work may be written, taken late and closed, who gets which variant, and which save stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

T = TypeVar("T")

LEAST_CROP = 0.1
"""So large a share of a page's width and height is always left."""
TURNS = (0, 90, 180, 270)
MOST_LETTERS = 200_000
MOST_PIECES = 40
MOST_FILE_BYTES = 20 * 1024 * 1024
MOST_WORK_BYTES = 200 * 1024 * 1024


class Phase(StrEnum):
    """Where a student's written exam stands. LATE: the time is over, and a work is taken with a reason only."""

    BEFORE = "before"
    WRITING = "writing"
    LATE = "late"
    OVER = "over"


class WorkState(StrEnum):
    """What became of a work. Keys are stored: they never change."""

    HANDED_OUT = "handed_out"
    HANDED_IN = "handed_in"
    MISSED = "missed"
    RELEASED = "released"


W = WorkState

NEXT: dict[WorkState, frozenset[WorkState]] = {
    W.HANDED_OUT: frozenset({W.HANDED_IN, W.MISSED}),
    W.HANDED_IN: frozenset({W.HANDED_OUT, W.RELEASED}),  # out again: only what was taken in by itself
    W.MISSED: frozenset({W.RELEASED}),
    W.RELEASED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Window:
    """One student's times: `due_at` has their extra minutes in it; late works are taken until `late_until`."""

    opens_at: datetime
    due_at: datetime
    late_until: datetime

    def phase(self, at: datetime) -> Phase:
        """Return where the exam stands at a moment; each moment belongs to one phase, the due one to LATE."""
        if at < self.opens_at:
            return Phase.BEFORE
        if at < self.due_at:
            return Phase.WRITING
        return Phase.LATE if at < self.late_until else Phase.OVER

    def may_write(self, at: datetime, *, has_reason: bool) -> bool:
        """Return whether what a student writes is taken: late only for who has given a reason."""
        phase = self.phase(at)
        return phase == Phase.WRITING or (phase == Phase.LATE and has_reason)

    def seconds_left(self, at: datetime, *, has_reason: bool) -> float:
        """Return the seconds until nothing more is taken; 0.0 where nothing is."""
        end = self.late_until if has_reason else self.due_at
        return max(0.0, (end - at).total_seconds())


def window_of(opens_at: datetime, due_at: datetime, late_minutes: int) -> Window:
    """Return a student's times. Late minutes below 0 count as none."""
    return Window(opens_at, due_at, due_at + timedelta(minutes=max(0, late_minutes)))


@dataclass(frozen=True, slots=True)
class Ending:
    """How a work is closed without its student's word, and what counts as the moment."""

    state: WorkState
    at: datetime


def ending_of(
    window: Window, at: datetime, *, is_empty: bool, has_reason: bool, recorded_until: datetime | None = None
) -> Ending | None:
    """Return how a work that is still being written is to be closed at a moment, or None while it is not.

    What was saved is taken in when the time is over, or when the recording of a proctored exam has ended
    (`recorded_until`). A student with a reason has the late minutes, too. An empty work waits for them before it is
    called missed.
    """
    if recorded_until is not None and recorded_until < window.due_at and not is_empty:
        return Ending(W.HANDED_IN, recorded_until)
    phase = window.phase(at)
    if phase == Phase.OVER:
        end = window.late_until if has_reason else window.due_at
        return Ending(W.MISSED if is_empty else W.HANDED_IN, end)
    if phase == Phase.LATE and not has_reason and not is_empty:
        return Ending(W.HANDED_IN, window.due_at)
    return None


def may_reopen(
    window: Window, at: datetime, *, state: WorkState, is_automatic: bool, has_reason: bool, records_again: bool = False
) -> bool:
    """Return whether a work that was taken in by itself may be written on.

    Late with a reason, or in time when a recording that had broken off runs again. What the student handed in stays.
    """
    if state != W.HANDED_IN or not is_automatic:
        return False
    phase = window.phase(at)
    return (phase == Phase.LATE and has_reason) or (phase == Phase.WRITING and records_again)


def late_seconds(due_at: datetime, handed_in_at: datetime) -> float:
    """Return by how much a work came late; 0.0 for one in time."""
    return max(0.0, (handed_in_at - due_at).total_seconds())


def fair_variant(given: Mapping[int, int], draw: int) -> int:
    """Return the variant that was given out least so far; among several the `draw`-th. ValueError where there is none.

    `given`: how many students have each variant, those that nobody has with 0.
    """
    if not given:
        raise ValueError("there is no variant")
    least = min(given.values())
    rare = sorted(variant for variant, count in given.items() if count == least)
    return rare[draw % len(rare)]


@dataclass(frozen=True, slots=True)
class Saving:
    """A text as a page sends it, or as it was taken last: `page` names the load of the page, `turn` counts its
    sendings from 1, `revision` is the one that the page began from (of what was taken: the one it became)."""

    page: str
    turn: int
    revision: int


class Answer(StrEnum):
    """What is done with a text that a page sent. CONFLICT: another page has saved since; a person decides."""

    TAKEN = "taken"
    REPEATED = "repeated"
    CONFLICT = "conflict"


def answer_to(last: Saving | None, told: Saving) -> Answer:
    """Return what becomes of a text: an older page never overwrites, a page always goes on from its own.

    A sending that comes twice, or after a later one of its page, changes nothing.
    """
    if last is None:
        return Answer.TAKEN
    if told.page == last.page:
        return Answer.TAKEN if told.turn > last.turn else Answer.REPEATED
    return Answer.TAKEN if told.revision == last.revision else Answer.CONFLICT


def ordered(known: Sequence[T], wanted: Sequence[T]) -> list[T]:
    """Return what is known in the wanted order; what is not wanted stays behind it as it was, strangers are left."""
    first = [one for one in dict.fromkeys(wanted) if one in known]
    return first + [one for one in known if one not in first]


def clean_crop(told: object) -> tuple[float, float, float, float] | None:
    """Return left, top, right, bottom as shares of the turned page, or None for what is no part of it.

    At least a tenth of each side is left. The whole page is (0, 0, 1, 1).
    """
    if not isinstance(told, list | tuple) or len(told) != 4:
        return None
    if not all(isinstance(value, int | float) and 0 <= value <= 1 for value in told):
        return None
    left, top, right, bottom = (round(float(value), 4) for value in told)
    if right - left < LEAST_CROP - 1e-9 or bottom - top < LEAST_CROP - 1e-9:
        return None
    return left, top, right, bottom
