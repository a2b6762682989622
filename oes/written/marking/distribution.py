"""Works are given to markers: at first all at once, then late ones and third markings by themselves."""

from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import User
from oes.domain.marking import MarkerSeat, distribute, may_cross, third_marker, turns_needed
from oes.journal import services as journal
from oes.notices.services import notify
from oes.written.marking.models import Marking, MarkingPlan, whole
from oes.written.models import Work, WrittenExam

CHECK_DAYS = 7
"""Where no date is set: so many days after the exam's end."""
THIRD_DAYS = 2
"""A third marker has at least so many days."""


class DistributionRefused(Exception):
    """`code` says why: criteria (there are none), markers (none, or none of another department), open (still being
    written), released, department, marker (the person may not take it)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def check_until(written: WrittenExam) -> datetime:
    """Return by when the works have to be checked."""
    return written.check_until or written.exam.closes_at + timedelta(days=CHECK_DAYS)


@transaction.atomic
def give_out(*, written: WrittenExam, by: User) -> int:
    """Give every work that is handed in and has no marker to one, or to two. Returns how many works.

    Again: only what came since. Raises DistributionRefused: criteria, markers, released.
    """
    written = WrittenExam.objects.select_for_update().select_related("exam__organisation").get(pk=written.pk)
    plan, _new = MarkingPlan.objects.get_or_create(written=written)
    if written.released_at:
        raise DistributionRefused("released")
    if not written.criteria.exists():
        raise DistributionRefused("criteria")
    count = _give(written, plan, timezone.now())
    plan.distributed_at = plan.distributed_at or timezone.now()
    plan.save(update_fields=["distributed_at"])
    journal.append(
        subject=written.exam.organisation.uuid, action="works_given_out", actor=by.uuid, exam=str(written.exam.uuid),
        works=count,
    )  # fmt: skip
    return count


def give_out_next() -> bool:
    """Give out the late works of one exam whose works were given out before; False when none waits."""
    late = WrittenExam.objects.filter(plan__distributed_at__isnull=False, released_at=None)
    late = late.filter(works__state=Work.State.HANDED_IN, works__markings=None).distinct()
    for row in late.select_related("exam__organisation", "plan"):
        with transaction.atomic():
            written = WrittenExam.objects.select_for_update().select_related("exam", "plan").get(pk=row.pk)
            try:
                if _give(written, written.plan, timezone.now()):
                    return True
            except DistributionRefused:
                continue  # the page says that markers are missing
    return False


def _give(written: WrittenExam, plan: MarkingPlan, at: datetime) -> int:
    seats = seats_of(written)
    works = list(waiting_works(written).values_list("pk", flat=True))
    given = distribute(works, seats, cross=plan.cross_check)
    if not seats or len({one.work for one in given}) < len(works):
        raise DistributionRefused("markers")
    due = max(check_until(written), at + timedelta(days=THIRD_DAYS))
    Marking.objects.bulk_create(
        Marking(work_id=one.work, marker_id=one.marker, turn=one.turn, given_at=at, due_at=due) for one in given
    )
    tell_markers(written=written, counts=Counter(one.marker for one in given), due=due)
    return len(works)


def waiting_works(written: WrittenExam) -> QuerySet[Work]:
    """Return the works that are handed in for good and have no marker, by number: chance has drawn it.

    One that was taken in by itself may be written on again while late works are taken: it waits until then.
    """
    late = timezone.now() - timedelta(minutes=written.late_minutes)
    final = Q(is_automatic=False) | Q(due_at=None) | Q(due_at__lt=late)
    return written.works.filter(final, state=Work.State.HANDED_IN, markings=None).order_by("number")


def seats_of(written: WrittenExam) -> list[MarkerSeat]:
    """Return who may mark now, with their departments and the works they have at this exam. One query."""
    mine = Q(user__markings__work__written=written)
    able = written.markers.filter(removed_at=None, user__is_active=True)
    rows = able.annotate(load=Count("user__markings", filter=mine)).order_by("pk")
    return [MarkerSeat(*row) for row in rows.values_list("user_id", "user__teacher__department_id", "load")]


def give_third(*, work: Work, at: datetime) -> Marking | None:
    """Give a work whose two marks are too far apart to a third marker; None where nobody is left."""
    seats = {seat.key: seat for seat in seats_of(work.written)}
    marked_by = [seats.get(key) or MarkerSeat(key, department) for key, department in _markers_of(work)]
    third = third_marker(marked_by, list(seats.values()))
    if third is None:
        return None
    due = max(check_until(work.written), at + timedelta(days=THIRD_DAYS))
    marking = Marking.objects.create(work=work, marker_id=third.key, turn=3, given_at=at, due_at=due)
    tell_markers(written=work.written, counts=Counter([third.key]), due=due)
    return marking


def give_thirds(*, written: WrittenExam, at: datetime) -> None:
    """Find third markers for the works that had to wait for one."""
    for work in works_without_third(written):
        give_third(work=work, at=at)


def works_without_third(written: WrittenExam) -> list[Work]:
    """Return the works whose two marks are too far apart and that have no third marker."""
    plan, maximum = getattr(written, "plan", None), whole(list(written.criteria.all()))
    if plan is None or not plan.cross_check:
        return []
    works = written.works.filter(state=Work.State.HANDED_IN, mark=None).prefetch_related("markings")
    waiting = []
    for work in works:
        turns = list(work.markings.all())
        marks = [turn.points for turn in turns if turn.points is not None]
        needed = turns_needed(marks, cross=True, maximum=maximum, threshold_percent=plan.threshold_percent)
        if len(marks) == 2 == len(turns) and needed > 2:
            waiting.append(work)
    return waiting


def _markers_of(work: Work) -> list[tuple[int, int | None]]:
    return list(work.markings.values_list("marker_id", "marker__teacher__department_id"))


def best_other(marking: Marking) -> MarkerSeat | None:
    """Return who could take an unfinished marking over: the least load of those who may, or None."""
    possible = [seat for seat in seats_of(marking.work.written) if may_take(marking, seat)]
    return min(possible, key=lambda seat: (seat.load, seat.key), default=None)


def may_take(marking: Marking, seat: MarkerSeat) -> bool:
    """Return whether somebody may take a marking over: no marker of this work, and of a department unlike the other
    one's, as at the first distribution; a third one only has to be another person."""
    others = [MarkerSeat(*row) for row in _markers_of(marking.work) if row[0] != marking.marker_id]
    if seat.key in {marking.marker_id, *(other.key for other in others)}:
        return False
    return marking.turn > 2 or may_cross(seat, others[:1])


@transaction.atomic
def move(*, marking: Marking, to: User, by: User) -> None:
    """Give an unfinished marking to another marker; what the first had noted goes. Raises DistributionRefused: marker,
    department."""
    row = Marking.objects.select_for_update().select_related("work__written__exam").get(pk=marking.pk)
    seat = next((seat for seat in seats_of(row.work.written) if seat.key == to.pk), None)
    if seat is None or row.finished_at is not None:
        raise DistributionRefused("marker")
    if not may_take(row, seat):
        raise DistributionRefused("department")
    before, row.marker, row.words = row.marker, to, ""
    row.given.all().delete()
    row.remarks.all().delete()
    row.save(update_fields=["marker", "words"])
    journal.append(
        subject=row.work.uuid, action="marking_moved", actor=by.uuid, turn=row.turn, before=str(before.uuid),
        now=str(to.uuid),
    )  # fmt: skip
    tell_markers(written=row.work.written, counts=Counter([to.pk]), due=row.due_at)


def tell_markers(*, written: WrittenExam, counts: Counter[int], due: datetime) -> None:
    """Tell markers how many works wait for each. `counts`: by the key of the user."""
    users = User.objects.in_bulk(counts)
    zone = written.exam.organisation.time_zone
    for key, count in counts.items():
        notify(
            users=[users[key]], kind="works_given", title=_("Works to mark: %(exam)s"),
            text=_("Works of the exam “%(exam)s” that wait for you: %(count)s. They are due by %(due)s."),
            path=reverse("written:mine", args=[written.exam.uuid]), exam=written.exam.title, count=count,
            due=_moment(due, zone),
        )  # fmt: skip


def _moment(at: datetime, zone: str) -> str:
    return timezone.localtime(at, ZoneInfo(zone)).strftime("%d.%m.%Y %H:%M")
