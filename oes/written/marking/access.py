"""Who sees and does what with the works of an exam. Rows of others do not exist for who asks (404)."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from oes.accounts.access import OFFICE, is_office
from oes.accounts.models import Role, User
from oes.exams.duties import is_observed_by
from oes.exams.models import Exam, ExamDuty, Format
from oes.written import prepare_access
from oes.written.marking.models import Marking
from oes.written.marking.setup import plan_of
from oes.written.models import Work, WrittenExam

MARKERS = (*OFFICE, Role.TEACHER)
READERS = (*OFFICE, Role.OBSERVER)


def exams_of(user: User, organisation: Any) -> QuerySet[Exam]:
    """Return the exams on somebody's page: all written ones for the office; those one teaches, marks or observes."""
    mine = Q()
    if user.has_role(Role.TEACHER):
        marks = Q(written__markers__user=user, written__markers__removed_at=None)
        mine |= marks | Q(written__works__markings__marker=user) | (Q(subject__teachings__teacher=user) & _written())
    if user.has_role(Role.OBSERVER):
        mine |= Q(duties__user=user, duties__duty=ExamDuty.Duty.OBSERVER)
    rows = Exam.objects.real().filter(organisation=organisation)
    if is_office(user):
        return rows.filter(_written())
    return rows.filter(pk__in=rows.filter(mine).values("pk")) if mine else rows.none()


def _written() -> Q:
    return Q(written__isnull=False) | Q(format=Format.WRITTEN)


def kept_exam(request: HttpRequest, uuid: Any) -> WrittenExam:
    """Return a written exam that the office keeps, or 404."""
    rows = WrittenExam.objects.select_related("exam__organisation", "plan")
    return get_object_or_404(rows, exam__uuid=uuid, exam__organisation=request.organisation)  # type: ignore[attr-defined]


def prepared_exam(request: Any, uuid: Any) -> WrittenExam:
    """Return a written exam that one prepares: the office all, a teacher those of the own subjects; or 404."""
    rows = WrittenExam.objects.select_related("exam__organisation", "plan")
    return get_object_or_404(rows, exam__in=prepare_access.prepared_exams(request), exam__uuid=uuid)


def own_marking(request: Any, uuid: Any) -> Marking:
    """Return the asker's own marking, or 404: that of another marker does not exist for them."""
    rows = Marking.objects.select_related(
        "work__written__exam__organisation", "work__written__plan", "work__enrolment__student"
    )
    own = {"marker": request.user, "work__written__exam__organisation": request.organisation}
    return get_object_or_404(rows, uuid=uuid, **own)


def seen_work(request: Any, uuid: Any) -> Work:
    """Return a work that one may read without marking it: the office and the observers of its exam; or 404."""
    rows = Work.objects.select_related("written__exam__organisation", "written__plan", "enrolment__student")
    rows = rows.filter(written__exam__organisation=request.organisation)
    if not is_office(request.user):
        rows = rows.filter(is_observed_by(request.user, "written__exam__"))
    return get_object_or_404(rows, uuid=uuid)


def observed_exam(request: Any, uuid: Any) -> Exam:
    """Return an exam that one may follow without a hand in it: the office and its observers; or 404."""
    rows = Exam.objects.real().filter(organisation=request.organisation)
    if not is_office(request.user):
        rows = rows.filter(is_observed_by(request.user, ""))
    return get_object_or_404(rows, uuid=uuid)


def knows_no_names(user: Any, written: WrittenExam) -> bool:
    """Return whether somebody marks anonymous works here: then no list may stand beside that of the names."""
    return plan_of(written).is_anonymous and not sees_marks(user, written)


def sees_marks(user: Any, written: WrittenExam) -> bool:
    """Return whether somebody may see the marks: everybody of the office who marks nothing here; all after release."""
    return written.released_at is not None or not written.markers.filter(user=user, removed_at=None).exists()
