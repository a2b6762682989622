"""Reads for merging two accounts of one person."""

from dataclasses import dataclass

from django.db.models import Count, Q

from oes.exams.models import Student
from oes.exams.queries import students

FOUND = 20


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two accounts, and what it has."""

    student: Student
    exams: int
    attempts: int
    photos: int


def side(student: Student) -> Side:
    """Return what an account has. Two queries."""
    told = student.enrolments.real().aggregate(exams=Count("pk", distinct=True), attempts=Count("attempts"))
    return Side(student, told["exams"], told["attempts"], student.photos.count())


def same_person(student: Student, text: str) -> list[Student]:
    """Return whom a search finds beside the student; without a text those of the same name. One query."""
    rows = students(student.organisation, text=text)
    if not text.strip():
        rows = rows.filter(Q(search_name=student.search_name))
    return list(rows.exclude(pk=student.pk)[:FOUND])
