"""A finished marking is opened again: by its marker while nothing rests on it, by the office until the release."""

from collections import Counter
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from oes.accounts.models import User
from oes.journal import services as journal
from oes.lib.canonical import canonical, digest
from oes.written.marking.distribution import THIRD_DAYS, tell_markers
from oes.written.marking.models import FinalMark, Marking, MarkingReturn
from oes.written.models import Work, WrittenExam


class TakingBackRefused(Exception):
    """`code` says why: open (it is not finished), released (the marks are final), settled (another marking counted
    together with it: the office decides), reason (the office gave none)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def is_own_to_take(marking: Marking) -> bool:
    """Return whether the marker may open a finished marking again. Two queries.

    Nothing rests on it but its own mark: neither a mark of several markings nor a third marker.
    """
    if marking.finished_at is None or marking.work.written.released_at is not None:
        return False
    others = list(marking.work.markings.exclude(pk=marking.pk).values_list("turn", "finished_at"))
    if any(turn > marking.turn and turn > 2 for turn, _at in others):
        return False
    return not (others and FinalMark.objects.filter(work=marking.work_id).exists())


@transaction.atomic
def take_back(*, marking: Marking, by: User, reason: str = "") -> Marking:
    """Open a finished marking again; points and comments stay, the mark of the work goes.

    `by` is its marker, or somebody of the office, who gives a reason. A third marker who was called and has not
    finished is not needed any more. Raises TakingBackRefused.
    """
    written = WrittenExam.objects.select_for_update().get(pk=marking.work.written_id)
    Work.objects.select_for_update().get(pk=marking.work_id)
    row = Marking.objects.select_related("work__written__exam__organisation", "marker").get(pk=marking.pk)
    is_own = row.marker_id == by.pk
    if written.released_at is not None:
        raise TakingBackRefused("released")
    if row.finished_at is None:
        raise TakingBackRefused("open")
    if is_own and not reason and not is_own_to_take(row):
        raise TakingBackRefused("settled")
    if not is_own and not reason:
        raise TakingBackRefused("reason")
    _open_again(row, by, reason)
    if not is_own:
        tell_markers(written=row.work.written, counts=Counter([row.marker_id]), due=row.due_at)
    return row


def _open_again(row: Marking, by: User, reason: str) -> None:
    now, work = timezone.now(), row.work
    points = row.points
    MarkingReturn.objects.create(marking=row, by=by, at=now, reason=reason, points=points)
    FinalMark.objects.filter(work=work).delete()
    if row.turn <= 2:
        work.markings.filter(turn__gt=2, finished_at=None).delete()
    row.points, row.finished_at, row.due_at = None, None, max(row.due_at, now + timedelta(days=THIRD_DAYS))
    row.save(update_fields=["points", "finished_at", "due_at"])
    journal.append(
        subject=work.uuid, action="marking_taken_back", actor=by.uuid, turn=row.turn, points=str(points),
        sha256=digest(canonical({"reason": reason})),
    )  # fmt: skip
