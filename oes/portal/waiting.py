"""What waits for whom in a period: what is not ready, and what the apps below left open."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, F, Min, OuterRef, Q
from django.urls import reverse

from oes.attempts.models import Attempt
from oes.domain.application_state import OPEN as OPEN_APPLICATIONS
from oes.domain.application_state import OWNER as APPLICATION_OWNERS
from oes.domain.application_state import ApplicationState
from oes.domain.application_state import Owner as ApplicationOwner
from oes.domain.attempt_state import ENDED
from oes.domain.erasure import ErasureState
from oes.domain.open_states import OpenState, Owner, opened, stated
from oes.domain.problem_state import OPEN as OPEN_PROBLEMS
from oes.domain.problem_state import Owner as ProblemOwner
from oes.domain.trust import TrustState
from oes.exams.models import ExamPeriod, ReferencePhoto
from oes.lib import waiting
from oes.owndata.models import ErasureRequest
from oes.portal.conflicts import Conflicts, conflicts_of
from oes.portal.models import Application, Problem
from oes.portal.session import Session, not_planned
from oes.review.models import Verdict
from oes.violations.models import Violation


def states_of(session: Session, at: datetime, conflicts: Conflicts | None = None) -> list[OpenState]:
    """Return everything that is open in a period, with owner and deadline. A fixed number of queries."""
    wrong = conflicts if conflicts is not None else conflicts_of(session)
    return [*_unready(session, at), *_clashing(session, wrong, at), *waiting.told(session.period, at)]


def _unready(session: Session, at: datetime) -> Iterable[OpenState]:
    for exam in session.exams.values():
        lacks = exam.lacks if exam.times.end > at else ()
        if lacks:
            path = reverse("exams:exam", args=[exam.uuid])
            for key in lacks:
                yield opened(key, exam.times.start, title=exam.title, path=path)


def _clashing(session: Session, conflicts: Conflicts, at: datetime) -> Iterable[OpenState]:
    path = reverse("portal:plan", args=[session.period.uuid]) + "?only=conflicts"
    for pk, rows in conflicts.of_exam.items():
        exam = session.exams[pk]
        if exam.times.end > at and any(row.is_hard for row in rows):
            yield opened("clash", exam.times.start, title=exam.title, path=path)


def subjects_not_planned(period: ExamPeriod, at: datetime) -> Iterable[OpenState]:
    """Say how many obligatory exams have no time yet. One query."""
    count = not_planned(period).count()
    if count:
        first = datetime.combine(period.starts_on, time(), ZoneInfo(period.organisation.time_zone)).astimezone(UTC)
        yield opened("not_planned", first, count=count, path=reverse("portal:plan", args=[period.uuid]))


def photos(period: ExamPeriod, at: datetime) -> Iterable[OpenState]:
    """Say how many reference photos wait for a person, by the day on which they came. One query."""
    rows = ReferencePhoto.objects.filter(
        student__organisation=period.organisation_id, state=ReferencePhoto.State.PENDING
    )
    moments = rows.order_by("added_at").values_list("added_at", flat=True)
    for _, same_day in groupby(moments, key=lambda moment: moment.date()):
        day = list(same_day)
        yield opened("photo_waits", day[0], count=len(day), path=reverse("exams:photos"))


def attempts(period: ExamPeriod, at: datetime) -> Iterable[OpenState]:
    """Say which attempts need a person's verdict: without enough evidence, or with a direct violation. One query."""
    direct = Exists(Violation.objects.filter(attempt=OuterRef("pk"), direct=True))
    judged = Exists(Verdict.objects.filter(attempt=OuterRef("pk")))
    rows = Attempt.objects.real().filter(
        Q(trust__state=TrustState.INSUFFICIENT_EVIDENCE) | direct, ~judged,
        enrolment__exam__period=period, state__in=sorted(ENDED), trust__is_final=True,
    )  # fmt: skip
    yield from _by_exam("attempt_unjudged", rows, "enrolment__exam__title", "ended_at")


def erasures(period: ExamPeriod, at: datetime) -> Iterable[OpenState]:
    """Say which requests to erase a recording are undecided. One query."""
    rows = ErasureRequest.objects.filter(state=ErasureState.REQUESTED, attempt__enrolment__exam__period=period)
    yield from _by_exam("erasure_asked", rows, "attempt__enrolment__exam__title", "asked_at", "owndata:requests")


def _by_exam(kind: str, rows, title: str, since: str, place: str = "review:students") -> Iterable[OpenState]:  # type: ignore[no-untyped-def]
    """Yield a state for each exam, with the number of rows and the moment since which the first of them waits."""
    found = rows.order_by().values(name=F(title)).annotate(count=Count("pk"), first=Min(since)).order_by("first")
    for row in found:
        if row["first"] is not None:
            yield opened(kind, row["first"], count=row["count"], title=row["name"], path=reverse(place))


def problems(period: ExamPeriod, at: datetime) -> Iterable[OpenState]:
    """Say which technical problems wait, each with the deadline of its own. One query.

    Those without an exam are shown with every period: nobody knows to which they belong.
    """
    rows = Problem.objects.filter(
        Q(exam__period=period) | Q(exam=None),
        state__in=sorted(OPEN_PROBLEMS),
        student__organisation=period.organisation_id,
    )
    for row in rows.select_related("taken_by", "student").order_by("due_at"):
        waits_for_student = row.owner == ProblemOwner.STUDENT
        yield stated(
            "problem_unanswered", row.due_at, title=str(row.get_kind_display()),
            path=reverse("portal:problem", args=[row.uuid]), owner=Owner.STUDENT if waits_for_student else "",
            person=row.student.full_name if waits_for_student else row.taken_by.shown_name if row.taken_by else "",
        )  # fmt: skip


def applications(period: ExamPeriod, at: datetime) -> Iterable[OpenState]:
    """Say which applications wait, by faculty and day: due at the end of the day. One query."""
    zone = ZoneInfo(period.organisation.time_zone)
    rows = Application.objects.filter(subject__period=period, state__in=sorted(OPEN_APPLICATIONS)).order_by("due_on")
    counted = rows.values_list("state", "due_on", "faculty__name").annotate(count=Count("pk"))
    for state, day, faculty, count in counted:
        end = datetime.combine(day + timedelta(days=1), time(), zone)
        student = APPLICATION_OWNERS[ApplicationState(state)] == ApplicationOwner.STUDENT
        yield stated(
            "application_undecided", end, count=count, title=faculty, path=reverse("portal:applications"),
            owner=Owner.STUDENT if student else "",
        )  # fmt: skip


SOURCES = {
    "subjects": subjects_not_planned,
    "photos": photos,
    "attempts": attempts,
    "erasures": erasures,
    "problems": problems,
    "applications": applications,
}
