"""Reads for the pages of marking."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from statistics import fmean
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from oes.accounts.models import User
from oes.domain.marking import is_far, weighted_kappa
from oes.exams.models import Exam, ExamDuty
from oes.written.marking.access import is_office
from oes.written.marking.distribution import check_until
from oes.written.marking.models import Marker, Marking, whole
from oes.written.marking.setup import plan_of
from oes.written.models import Work, WrittenExam


@dataclass(frozen=True, slots=True)
class ExamLine:
    """One exam on the list. Numbers are of works; `mine_open`: those that wait for who asks."""

    exam: Exam
    written: WrittenExam | None
    handed_in: int
    works: int
    settled: int
    mine: int
    mine_open: int
    due: datetime | None
    prepares: bool
    """Whether who asks may set criteria and markers."""
    observes: bool
    state: str
    """soon, writing, to_give_out, marking, marked, released; plain for an exam without works."""


def exam_lines(exams: Iterable[Exam], user: User, now: datetime) -> list[ExamLine]:
    """Return the lines of some exams. The number of queries does not depend on theirs."""
    rows = list(exams)
    found = WrittenExam.objects.filter(exam__in=rows).select_related("plan").annotate(
        all_works=Count("works"),
        in_works=Count("works", filter=Q(works__state__in=[Work.State.HANDED_IN, Work.State.RELEASED])),
        marked=Count("works", filter=Q(works__mark__isnull=False)),
    )  # fmt: skip
    written = {row.exam_id: row for row in found}
    mine = Counter[int]()
    mine_open = Counter[int]()
    own = Marking.objects.filter(marker=user, work__written__exam__in=rows)
    for exam_id, finished in own.values_list("work__written__exam_id", "finished_at"):
        mine[exam_id] += 1
        mine_open[exam_id] += finished is None
    taught = set(user.teachings.filter(subject__exams__in=rows).values_list("subject__exams", flat=True))
    observed = ExamDuty.objects.filter(user=user, duty=ExamDuty.Duty.OBSERVER, exam__in=rows)
    seen = set(observed.values_list("exam_id", flat=True))
    keeps = is_office(user)
    return [
        _line(
            exam, written.get(exam.pk), now, mine=mine[exam.pk], mine_open=mine_open[exam.pk],
            prepares=keeps or exam.pk in taught, observes=exam.pk in seen,
        )
        for exam in rows
    ]  # fmt: skip


def _line(exam: Exam, row: Any, now: datetime, **told: Any) -> ExamLine:
    if row is None:
        return ExamLine(exam, None, 0, 0, 0, due=None, state="plain", **told)
    row.exam = exam
    counts = (row.in_works, row.all_works, row.marked)
    return ExamLine(exam, row, *counts, due=check_until(row), state=state_of(row, *counts, now), **told)


def state_of(written: WrittenExam, handed_in: int, works: int, settled: int, now: datetime) -> str:
    """Return where an exam stands, as one word of `ExamLine.state`."""
    if written.released_at:
        return "released"
    if now < written.exam.opens_at:
        return "soon"
    if now < written.exam.closes_at:
        return "writing"
    if plan_of(written).distributed_at is None:
        return "to_give_out"
    return "marked" if handed_in and settled >= handed_in else "marking"


@dataclass(frozen=True, slots=True)
class MarkerLine:
    """A marker's share of an exam."""

    row: Marker
    department: str
    given: int
    finished: int
    late: int
    """Unfinished after their time."""
    next_due: datetime | None

    @property
    def open(self) -> int:
        return self.given - self.finished


@dataclass(frozen=True, slots=True)
class Agreement:
    """How first and second marks agree. `kappa`: with quadratic weights; None where it says nothing."""

    pairs: int
    kappa: float | None
    mean_difference: float | None
    far: int


@dataclass(frozen=True, slots=True)
class Board:
    """Where the marking of an exam stands."""

    written: WrittenExam
    plan: Any
    maximum: Decimal
    due: datetime
    states: dict[str, int]
    """Works by state."""
    settled: int
    waiting: int
    """Handed in, without a marker."""
    thirds: tuple[Work, ...]
    """Waiting for a third marker whom nobody can be."""
    markers: tuple[MarkerLine, ...]
    agreement: Agreement
    unmarked: int = field(default=0)

    @property
    def handed_in(self) -> int:
        return self.states.get(Work.State.HANDED_IN, 0) + self.states.get(Work.State.RELEASED, 0)

    @property
    def open_works(self) -> int:
        return self.states.get(Work.State.HANDED_OUT, 0)

    @property
    def missed(self) -> int:
        return self.states.get(Work.State.MISSED, 0)


def board(written: WrittenExam, now: datetime) -> Board:
    """Return the board of an exam; the number of queries does not depend on its works."""
    plan, maximum = plan_of(written), whole(list(written.criteria.all()))
    works = list(works_of(written))
    far = [work for work in works if _needs_third(work, plan, maximum)]
    return Board(
        written=written, plan=plan, maximum=maximum, due=check_until(written),
        states=dict(Counter(work.state for work in works)),
        settled=sum(hasattr(work, "mark") for work in works),
        waiting=sum(work.state == Work.State.HANDED_IN and not work.markings.all() for work in works),
        thirds=tuple(work for work in far if len(work.markings.all()) == 2 and not hasattr(work, "mark")),
        markers=_markers(written, works, now),
        agreement=agreement_of(works, plan.threshold_percent, maximum),
        unmarked=sum(not hasattr(work, "mark") and work.state != Work.State.MISSED for work in works),
    )  # fmt: skip


def works_of(written: WrittenExam) -> QuerySet[Work]:
    """Return the works by number, with students, markings, markers and marks."""
    markings = Marking.objects.select_related("marker__teacher__department").order_by("turn")
    rows = written.works.select_related("mark", "enrolment__student__study_group", "enrolment__student__user")
    return rows.prefetch_related(Prefetch("markings", queryset=markings)).order_by("number")


def _needs_third(work: Work, plan: Any, maximum: Decimal) -> bool:
    pair = pair_of(work)
    return bool(plan.cross_check and pair and is_far(*pair, maximum, plan.threshold_percent))


def pair_of(work: Work) -> tuple[Decimal, Decimal] | None:
    """Return first and second mark of a work of `works_of`, None while one is open."""
    marks = [one.points for one in work.markings.all() if one.turn <= 2 and one.points is not None]
    return (marks[0], marks[1]) if len(marks) == 2 else None


def agreement_of(works: Sequence[Work], threshold_percent: int, maximum: Decimal) -> Agreement:
    """Return how the first two marks of works of `works_of` agree."""
    pairs = [pair for pair in map(pair_of, works) if pair]
    mean = fmean(float(abs(a - b)) for a, b in pairs) if pairs else None
    far = sum(is_far(a, b, maximum, threshold_percent) for a, b in pairs)
    return Agreement(len(pairs), weighted_kappa(pairs), mean, far)


def _markers(written: WrittenExam, works: Sequence[Work], now: datetime) -> tuple[MarkerLine, ...]:
    by_marker: dict[int, list[Marking]] = {}
    for work in works:
        for marking in work.markings.all():
            by_marker.setdefault(marking.marker_id, []).append(marking)
    rows = written.markers.select_related("user__teacher__department").order_by("user__last_name", "user__username")
    shown = [row for row in rows if row.removed_at is None or by_marker.get(row.user_id)]
    return tuple(_marker_line(row, by_marker.get(row.user_id, []), now) for row in shown)


def _marker_line(row: Marker, markings: list[Marking], now: datetime) -> MarkerLine:
    open_ones = [one for one in markings if one.finished_at is None]
    return MarkerLine(
        row=row, department=department_of(row.user), given=len(markings), finished=len(markings) - len(open_ones),
        late=sum(one.due_at < now for one in open_ones), next_due=min((one.due_at for one in open_ones), default=None),
    )  # fmt: skip


def department_of(user: User) -> str:
    """Return the name of a teacher's department, empty where none is known."""
    profile = getattr(user, "teacher", None)
    return profile.department.name if profile else ""


def possible_markers(written: WrittenExam) -> QuerySet[User]:
    """Return the teachers who may be chosen: those who do not mark here yet."""
    chosen = written.markers.filter(removed_at=None).values("user")
    rows = User.objects.filter(organisation=written.exam.organisation, is_active=True, roles__role="teacher")
    rows = rows.exclude(pk__in=chosen).select_related("teacher__department").distinct()
    return rows.order_by("teacher__department__name", "last_name", "username")


def own_markings(user: User, written: WrittenExam) -> list[Marking]:
    """Return somebody's markings of an exam: those that wait first, by number. One query."""
    rows = Marking.objects.filter(marker=user, work__written=written)
    rows = rows.select_related("work__enrolment__student__study_group").annotate(given_count=Count("given"))
    return sorted(rows, key=lambda row: (row.finished_at is not None, row.work.number))


def next_marking(marking: Marking) -> Marking | None:
    """Return the marker's next open marking of the same exam, by number, then from the beginning."""
    rows = Marking.objects.filter(marker=marking.marker_id, work__written=marking.work.written_id, finished_at=None)
    rows = rows.exclude(pk=marking.pk).select_related("work").order_by("work__number")
    return rows.filter(work__number__gt=marking.work.number).first() or rows.first()


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """A criterion with the points of each marking, in the order of the turns."""

    title: str
    points: Decimal
    given: tuple[Decimal | None, ...]


def criterion_lines(written: WrittenExam, markings: Sequence[Marking]) -> list[CriterionLine]:
    """Return what some finished markings gave; their points are prefetched. One query."""
    told = [{one.criterion_id: one.points for one in marking.given.all()} for marking in markings]
    rows = written.criteria.all()
    return [CriterionLine(row.title, row.points, tuple(one.get(row.pk) for one in told)) for row in rows]
