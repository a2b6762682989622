"""Deleting works of written exams for good: with the results of their attempt, or as long after an exam without one."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import PROTECT
from django.utils import timezone

from oes.accounts.models import Organisation
from oes.appeals.models import Appeal
from oes.attempts.models import Attempt, Deletion
from oes.domain.appeal_state import OPEN
from oes.domain.retention import Kind
from oes.lib import blobs
from oes.lib.keys import shred
from oes.retention.proofs import TAKE_UP_AFTER, Named, prove
from oes.retention.queries import newest_rules
from oes.written.models import Work


def due_works(now: datetime) -> Iterator[tuple[Work, int]]:
    """Yield the works of exams without recordings that are as old as results may become, and for how many days."""
    for organisation in Organisation.objects.order_by("pk"):
        days = newest_rules(organisation).keep_results_days
        before = now - timedelta(days=days)
        rows = Work.objects.filter(enrolment__exam__organisation=organisation, enrolment__attempts=None)
        rows = rows.exclude(appeals__state__in=sorted(OPEN))
        yield from ((work, days) for work in rows.filter(enrolment__exam__closes_at__lt=before).order_by("pk"))


def delete_work_of(attempt: Attempt) -> None:
    """Delete the work that goes with an attempt's results: the last attempt of an enrolment takes it along."""
    work = Work.objects.filter(enrolment_id=attempt.enrolment_id).first()
    if work is not None and not attempt.enrolment.attempts.exclude(pk=attempt.pk).exists():
        delete_work(work=work)


def delete_work(*, work: Work, days: int | None = None) -> Deletion | None:
    """Delete a work with its files, pages and marks: first the key, then bytes, then rows, with a proof that stays.

    None where another worker is at it; one that died is taken up. The enrolment goes later, as any that is not used.
    """
    deletion = begin(work, work.enrolment.exam.organisation, days)
    if deletion is None:
        return None
    shred(f"works-{work.uuid}")
    blobs.delete_folder(f"works/{work.uuid}")
    with transaction.atomic():
        named = _named(work)
        for relation in work._meta.related_objects:
            if relation.on_delete is PROTECT:
                relation.related_model._default_manager.filter(**{relation.field.name: work}).delete()
        work.delete()
        return prove(deletion, named)


@transaction.atomic
def begin(subject: Work | Appeal, organisation: Organisation, days: int | None) -> Deletion | None:
    """Say that a work or an appeal is being deleted; None where another worker is at it."""
    now = timezone.now()
    type(subject).objects.select_for_update().filter(pk=subject.pk).first()  # type: ignore[attr-defined]
    there = Deletion.objects.filter(subject=subject.uuid, kind=Kind.RESULTS).first()
    if there is None:
        return Deletion.objects.create(
            organisation=organisation, subject=subject.uuid, kind=Kind.RESULTS, days=days, begun_at=now
        )
    taken = Deletion.objects.filter(pk=there.pk, done_at=None, begun_at__lt=now - TAKE_UP_AFTER)
    return there if taken.update(begun_at=now) else None


def _named(work: Work) -> Named:
    pieces = [(f"{row.kind}-{row.uuid}", row.sha256) for row in work.pieces.all()]
    return [("work", work.receipt_sha256), *pieces] if work.receipt_sha256 else pieces
