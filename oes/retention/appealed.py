"""Deleting appeals for good: with the results of their attempt, or as long after the end of one without a recording."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from oes.accounts.models import Organisation
from oes.appeals.models import Appeal, Release
from oes.attempts.models import Attempt, Deletion
from oes.domain.appeal_state import OPEN
from oes.lib import blobs
from oes.lib.keys import shred
from oes.retention.proofs import Named, prove
from oes.retention.queries import newest_rules
from oes.retention.works import begin, delete_work_of


def due_appeals(now: datetime) -> Iterator[tuple[Appeal, int]]:
    """Yield the appeals without an attempt that ended as long ago as results may be kept, and for how many days."""
    for organisation in Organisation.objects.order_by("pk"):
        days = newest_rules(organisation).keep_results_days
        rows = Appeal.objects.filter(organisation=organisation, attempt=None).exclude(state__in=sorted(OPEN))
        yield from ((appeal, days) for appeal in rows.filter(changed_at__lt=now - timedelta(days=days)).order_by("pk"))


def delete_results_of(attempt: Attempt) -> None:
    """Delete what goes with an attempt's results and has bytes of its own: its appeals, its work."""
    for appeal in Appeal.objects.filter(attempt=attempt):
        delete_appeal(appeal=appeal)
    delete_work_of(attempt)


def delete_releases_of(attempt: Attempt) -> None:
    """Delete what the student was told; verdicts can go then."""
    Release.objects.filter(verdict__attempt=attempt).delete()


def delete_appeal(*, appeal: Appeal, days: int | None = None) -> Deletion | None:
    """Delete an appeal with files, protocol and votes: first the key, then bytes, then rows, with a proof that stays.

    None where another worker is at it; one that died is taken up.
    """
    deletion = begin(appeal, appeal.organisation, days)
    if deletion is None:
        return None
    shred(f"appeals-{appeal.uuid}")
    blobs.delete_folder(f"appeals/{appeal.uuid}")
    with transaction.atomic():
        named = _named(appeal)
        appeal.panel.update(in_place_of=None)  # type: ignore[attr-defined]
        appeal.delete()
        return prove(deletion, named)


def _named(appeal: Appeal) -> Named:
    files = [(f"file-{row.uuid}", row.sha256) for row in appeal.attachments.all()]  # type: ignore[attr-defined]
    return [*files, *((f"protocol-{row.uuid}", row.sha256) for row in appeal.protocols.all())]  # type: ignore[attr-defined]
