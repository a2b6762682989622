"""Writes about exam sessions."""

from collections.abc import Iterable

from django.db import transaction

from oes.accounts.models import User
from oes.exams.models import ExamPeriod, PeriodPlatform
from oes.journal import services as journal


@transaction.atomic
def save_period(
    *, period: ExamPeriod, by: User, keep: Iterable[PeriodPlatform] = (), drop: Iterable[PeriodPlatform] = ()
) -> ExamPeriod:
    """Store a new or changed session with its platforms: `keep` are new or changed ones, `drop` those to delete.

    A uuid that is already stored is a form sent twice: that row is returned, and nothing changes.
    """
    known = None if period.pk else ExamPeriod.objects.filter(uuid=period.uuid, organisation=period.organisation).first()
    if known:
        return known
    period.save()
    for gone in drop:
        gone.delete()
    for platform in keep:
        platform.period = period
        platform.save()
    journal.append(
        subject=period.organisation.uuid,
        action="period_saved",
        actor=by.uuid,
        period=str(period.uuid),
        published=period.is_published,
    )
    return period
