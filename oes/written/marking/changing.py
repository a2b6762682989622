"""A final mark that was released is changed: only by a decision on an appeal."""

from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from oes.accounts.models import User
from oes.domain.marking import Basis
from oes.journal import services as journal
from oes.lib.canonical import canonical, digest
from oes.written.marking.models import FinalMark, whole
from oes.written.models import Work, WrittenExam


class ChangeRefused(Exception):
    """`code` says why: marks (the work has no released mark), points (not from 0 to the most that it can get)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def change_mark(*, work: Work, points: Decimal, decision: UUID, reason: str, by: User) -> FinalMark:
    """Set the released mark of a work to what was decided; the markings under it stay. The same again adds nothing.

    `decision`: the commission's, by its uuid; `reason`: its words, of which the journal has the hash. Whoever carries
    the decision out tells the student. Raises ChangeRefused.
    """
    written = WrittenExam.objects.select_for_update().get(pk=work.written_id)
    Work.objects.select_for_update().get(pk=work.pk)
    mark = FinalMark.objects.filter(work=work).first()
    if mark is None or written.released_at is None:
        raise ChangeRefused("marks")
    if not 0 <= points <= whole(list(written.criteria.all())):
        raise ChangeRefused("points")
    if (mark.points, mark.basis) == (points, Basis.APPEAL):
        return mark
    before, mark.points, mark.basis, mark.settled_at = mark.points, points, Basis.APPEAL, timezone.now()
    mark.save(update_fields=["points", "basis", "settled_at"])
    journal.append(
        subject=work.uuid, action="mark_changed", actor=by.uuid, before=str(before), points=f"{points:.2f}",
        decision=str(decision), sha256=digest(canonical({"reason": reason})),
    )  # fmt: skip
    return mark
