"""Segments that come after the end: what may still be announced, and what waits for a person."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from oes.accounts.models import User
from oes.attempts.allowances import closes_at
from oes.attempts.models import Attempt, AttemptMark
from oes.attempts.services import add_mark, move_silent_end, note_change
from oes.domain.attempt_state import AttemptState
from oes.journal import services as journal
from oes.recordings.models import Segment, Track, UnannouncedSegment

RETURN_MINUTES = 10
"""So long after somebody else has ended an attempt its recorder may still say what it has to send."""
NOT_ASKED = ("return_link", "staff")


def may_still_announce(attempt: Attempt, at: datetime) -> bool:
    """Return whether an attempt that has ended still takes announcements: the return link or staff ended it without
    asking the recorder's page."""
    recent = attempt.ended_at is not None and at - attempt.ended_at < timedelta(minutes=RETURN_MINUTES)
    return recent and attempt.end_source in NOT_ASKED


def last_second(attempt: Attempt) -> float:
    """Return up to where a late segment may begin, on the attempt's clock: the end, or where the exam closed for an
    attempt that was closed for silence, whose true end nobody knows."""
    if attempt.state == AttemptState.EXPIRED:
        return attempt.elapsed_seconds(closes_at(attempt, timezone.now()))
    return attempt.clock_seconds(timezone.now())


@transaction.atomic
def keep_unannounced(*, attempt: Attempt, **fields: Any) -> UnannouncedSegment:
    """Store the row of a segment that nobody had announced. It closes no gap, and marks the attempt."""
    row = UnannouncedSegment.objects.create(attempt=attempt, **fields)
    add_mark(attempt=attempt, kind=AttemptMark.Kind.UNANNOUNCED)
    note_change(attempt.pk)
    return row


@transaction.atomic
def decide(*, attempt: Attempt, segments: Iterable[UUID], accept: bool, by: User) -> int:
    """Accept or refuse what waits; return how many were decided. What is accepted is analysed and counts as recorded;
    what is refused stays stored and counts for nothing. Segments that were decided before are passed over, and all
    of an attempt whose recording is deleted."""
    if attempt.deletions.exists():
        return 0
    waiting = UnannouncedSegment.objects.select_for_update().filter(
        attempt=attempt, uuid__in=list(segments), state=UnannouncedSegment.State.WAITING
    )
    rows = list(waiting)
    if not rows:
        return 0
    now = timezone.now()
    for row in rows:
        row.state = UnannouncedSegment.State.ACCEPTED if accept else UnannouncedSegment.State.REFUSED
        row.decided_by, row.decided_at = by, now
        row.save(update_fields=["state", "decided_by", "decided_at"])
        if accept:
            _count(row)
    journal.append(
        subject=attempt.uuid, action="unannounced_accepted" if accept else "unannounced_refused", actor=by.uuid,
        segments=[row.sha256 for row in rows],
    )  # fmt: skip
    if accept:
        move_silent_end(attempt=attempt, seconds=max(row.ended_seconds for row in rows))
    note_change(attempt.pk)
    return len(rows)


def _count(row: UnannouncedSegment) -> None:
    """Make a segment of an accepted row; its bytes and its link in the journal stay what they are."""
    track, _ = Track.objects.get_or_create(attempt_id=row.attempt_id, kind=row.track)
    Segment.objects.get_or_create(
        track=track, run_id=row.run_id, sequence=row.sequence,
        defaults={
            "started_seconds": row.started_seconds, "ended_seconds": row.ended_seconds, "sha256": row.sha256,
            "size": row.size, "container": row.container, "blob_key": row.blob_key, "link": row.link,
            "received_at": row.received_at,
        },
    )  # fmt: skip
