"""The written work of a case, with its marks: where the appeal is about the content of the exam."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from oes.appeals.case_shown import Looker
from oes.appeals.models import Appeal
from oes.written.marking.models import FinalMark, Marking, whole
from oes.written.marking.queries import CriterionLine, criterion_lines
from oes.written.marking.shown import ShownWork, shown_work
from oes.written.models import Work


@dataclass(frozen=True, slots=True)
class CaseWork:
    """The work as it was handed in, and its marks by criterion. Markers are not named.

    `mark` is None and `lines` is empty for the appellant before the marks are released.
    """

    work: Work
    shown: ShownWork
    maximum: Decimal
    lines: tuple[CriterionLine, ...] = ()
    turns: tuple[Marking, ...] = ()
    mark: FinalMark | None = None


def case_work(appeal: Appeal, looker: Looker) -> CaseWork | None:
    """Return the work of a case, None where there is none. At most seven queries."""
    if appeal.work_id is None:
        return None
    work = Work.objects.select_related("written__exam", "enrolment").get(pk=appeal.work_id)
    open_marks = not looker.is_student or work.written.released_at is not None
    turns: Sequence[Marking] = ()
    if open_marks:
        turns = list(Marking.objects.filter(work=work, finished_at__isnull=False).prefetch_related("given"))
    lines = criterion_lines(work.written, turns)
    return CaseWork(
        work=work,
        shown=shown_work(work, links=looker.links, markings=turns),
        maximum=whole(list(work.written.criteria.all())),
        lines=tuple(lines) if turns else (),
        turns=tuple(turns),
        mark=FinalMark.objects.filter(work=work).first() if open_marks else None,
    )
