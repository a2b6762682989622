"""How large the session is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """Numbers of rows. `exams` are the obligatory ones, `written` of them in writing; `days` those of the session."""

    faculties: int = 7
    subjects: int = 1910
    exams: int = 466
    written: int = 66
    cumulative: int = 40
    students: int = 3000
    groups: int = 120
    teachers: int = 280
    proctors: int = 70
    days: int = 20
    seats: int = 700
    proctors_at_once: int = 35


FULL = Sizes()
SMALL = Sizes(
    faculties=2, subjects=30, exams=8, written=2, cumulative=2, students=40, groups=4, teachers=8, proctors=6, days=9,
    seats=60, proctors_at_once=5,
)  # fmt: skip
"""For the tests of this demo: the same in seconds."""
