"""The worker's stage that deletes what is due, and what is left behind by the way."""

from datetime import date, timedelta
from uuid import UUID

from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from oes.accounts.models import Organisation, RecoveryRequest
from oes.attempts.models import Deletion
from oes.domain.retention import OF_ATTEMPT, Kind
from oes.exams.models import Enrolment, ReferencePhoto
from oes.journal import services as journal
from oes.lib.keys import shred
from oes.notices.models import Notice
from oes.owndata.erasure import ErasureRefused, due_erasures, finish_erasure
from oes.owndata.models import ErasureRequest
from oes.portal.models import Application, Problem
from oes.portal.models.applications import KEPT_DAYS
from oes.retention.appealed import delete_appeal, due_appeals
from oes.retention.proofs import TAKE_UP_AFTER
from oes.retention.queries import due_attempts, due_photos, is_emptied, newest_rules, today_of
from oes.retention.services import delete_content, delete_photos
from oes.retention.works import delete_work, due_works

SIGN_IN_DAYS = 180
"""Who signed in, from which address."""
KINDS_OF_KEYS = (
    (Kind.MEDIA, "attempts"),
    (Kind.PICTURES, "pictures"),
    (Kind.PHOTOS, "students"),
    (Kind.RESULTS, "works"),
    (Kind.RESULTS, "appeals"),
)
NOTICE_DAYS = 365
PROBLEM_DAYS = 365
"""Technical problems that students reported without an attempt."""


def delete_next() -> bool:
    """Delete one kind of data of one attempt, one work, or one student's photos; return False when nothing is due."""
    now = timezone.now()
    for row in due_attempts(now):
        for kind in row.kinds:
            if not row.held and delete_content(attempt=row.attempt, kind=kind, days=row.days[kind]):
                return True
    if any(_erase(request) for request in due_erasures(now)):
        return True
    if any(delete_work(work=work, days=days) for work, days in due_works(now)):
        return True
    if any(delete_appeal(appeal=appeal, days=days) for appeal, days in due_appeals(now)):
        return True
    if any(delete_photos(student=student, days=days) for student, days in due_photos(now)):
        return True
    return _take_up()


def _erase(request: ErasureRequest) -> bool:
    """Delete what an attempt recorded as its student asked; what was found in it stays with the attempt."""
    attempt, reason = request.attempt, Deletion.Reason.ERASURE
    for kind in OF_ATTEMPT:
        delete_content(attempt=attempt, kind=kind, reason=reason)
    if not is_emptied(attempt):
        return False  # another worker is at a part of it, or somebody holds what is left
    try:
        finish_erasure(request=request, now=timezone.now())
    except ErasureRefused:  # held a moment ago, or decided by another worker
        return False
    return True


def _take_up() -> bool:
    """Go on with what a worker began to delete and did not end, whatever the rules say now."""
    old = timezone.now() - TAKE_UP_AFTER
    left = Deletion.objects.filter(done_at=None, begun_at__lt=old, attempt__isnull=False).select_related("attempt")
    return any(delete_content(attempt=row.attempt, kind=Kind(row.kind), days=row.days) for row in left if row.attempt)


def tidy() -> bool:
    """Delete rows that have no more use, and keys that came back with a copy. Always False: once is enough."""
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    AccessLog.objects.filter(attempt_time__lt=now - timedelta(days=SIGN_IN_DAYS)).delete()
    AccessAttempt.objects.filter(attempt_time__lt=now - timedelta(days=SIGN_IN_DAYS)).delete()
    RecoveryRequest.objects.filter(at__lt=now - timedelta(hours=1)).delete()
    Notice.objects.filter(created_at__lt=now - timedelta(days=NOTICE_DAYS)).delete()
    Problem.objects.filter(attempt=None, changed_at__lt=now - timedelta(days=PROBLEM_DAYS)).delete()
    for organisation in Organisation.objects.all():
        _delete_unused_enrolments(organisation)
        _delete_applications(organisation, today_of(organisation, now))
    shred_again()
    return False


def _delete_unused_enrolments(organisation: Organisation) -> None:
    """Delete the enrolments of those who never sat the exam, with what they declined, as long after it as results."""
    before = timezone.now() - timedelta(days=newest_rules(organisation).keep_results_days)
    rows = Enrolment.objects.real().filter(exam__organisation=organisation, exam__closes_at__lt=before, attempts=None)
    rows.filter(work=None).delete()


@transaction.atomic
def _delete_applications(organisation: Organisation, today: date) -> None:
    """Delete the applications of exam sessions that are long over, with their steps and mails."""
    over = today - timedelta(days=KEPT_DAYS)
    rows = Application.objects.filter(organisation=organisation, subject__period__ends_on__lt=over)
    _all, deleted = rows.delete()
    if count := deleted.get(Application._meta.label, 0):
        journal.append(subject=organisation.uuid, action="applications_deleted", actor=None, applications=count)


def shred_again() -> int:
    """Delete keys of what is deleted that a copy of the key folder brought back; return how many."""
    count = 0
    for kind, owner in KINDS_OF_KEYS:
        gone = set(Deletion.objects.filter(kind=kind).exclude(done_at=None).values_list("subject", flat=True))
        if kind == Kind.PHOTOS:  # a student may have new ones
            gone -= set(ReferencePhoto.objects.values_list("student__uuid", flat=True))
        there = [path.stem for path in settings.OES_KEYS_DIR.rglob(f"{owner}-*.key")]
        count += sum(shred(name) for name in there if _uuid(name, owner) in gone)
    return count


def _uuid(name: str, owner: str) -> UUID | None:
    try:
        return UUID(name.removeprefix(f"{owner}-"))
    except ValueError:
        return None
