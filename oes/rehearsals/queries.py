"""What the pages of the rehearsal show."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext

from oes.accounts.models import Organisation
from oes.attempts.models import Attempt
from oes.domain.rehearsal import outcome
from oes.domain.tiers import LABELS, Tier
from oes.exams.models import Student
from oes.rehearsals.models import Rehearsal
from oes.rehearsals.words import Line, line_of

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Result:
    """A rehearsal in words."""

    rehearsal: Rehearsal
    lines: Sequence[Line]
    ready: bool

    @property
    def tier(self) -> str:
        """Return the way to record in words, or nothing where none is possible."""
        return gettext(LABELS[self.rehearsal.tier]) if self.rehearsal.tier else ""

    @property
    def troubles(self) -> int:
        """Return how many things have to be mended."""
        return sum(line.state == "bad" for line in self.lines)


def result_of(rehearsal: Rehearsal) -> Result:
    """Return what was measured with what to do, by the rules of that moment."""
    attempt = rehearsal.attempt
    found = outcome(rehearsal.measured(), attempt.policy.value(), pictures=attempt.tier == Tier.STILLS)
    return Result(rehearsal, [line_of(finding) for finding in found.findings], found.ready)


def own_results(student: Student) -> QuerySet[Rehearsal]:
    """Return the student's newest results."""
    return _rows().filter(attempt__enrolment__student=student)[:SHOWN]


def result_of_attempt(attempt: Attempt) -> Rehearsal | None:
    return _rows().filter(attempt=attempt).first()


def by_code(organisation: Organisation, code: str) -> Rehearsal | None:
    """Return the result with that code, if it is of this institution."""
    return _rows().filter(organisation=organisation, code=code).first() if code else None


def _rows() -> QuerySet[Rehearsal]:
    return Rehearsal.objects.select_related("attempt__policy", "attempt__enrolment__student__study_group")
