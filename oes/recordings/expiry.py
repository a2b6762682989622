"""Closing attempts whose recorder fell silent."""

from datetime import datetime, timedelta

from django.db.models import Max
from django.utils import timezone

from oes.attempts.allowances import closes_at
from oes.attempts.models import Attempt
from oes.attempts.services import end_attempt
from oes.domain.attempt_state import RUNNING, AttemptState
from oes.recordings import heartbeat
from oes.recordings.models import EXAM_TRACKS, Segment

LIVE_SECONDS = 60
"""A recorder heard of within this time is not silent, also after the exam has closed."""


def close_next() -> bool:
    """Close one silent attempt; return False when there is none.

    While our own server is away nobody can be heard, and nobody is closed.
    """
    now = timezone.now()
    if heartbeat.is_away(now):
        return False
    back_at = heartbeat.last_back(now)
    open_states = [*RUNNING, AttemptState.CREATED, AttemptState.READY]
    attempts = Attempt.objects.filter(state__in=open_states).select_related(
        "policy", "enrolment__exam", "enrolment__student__organisation"
    )
    for attempt in attempts.annotate(heard_at=Max("runs__last_seen_at")):
        source = silence_of(attempt, heard_at=attempt.heard_at, now=now, back_at=back_at)
        if source:
            end_attempt(attempt=attempt, source=source, at=last_recorded_moment(attempt))
            return True
    return False


def silence_of(attempt: Attempt, *, heard_at: datetime | None, now: datetime, back_at: datetime | None = None) -> str:
    """Return "silent" or "closed" when the attempt is to be closed at `now`, else "".

    `back_at`: when our server came back after it had been away. Before that nobody could be heard.
    """
    since = heard_at or attempt.started_at or attempt.created_at
    quiet = now - max(since, _break_end(attempt) or since, back_at or since)
    if attempt.started_at and quiet > timedelta(minutes=attempt.policy.value().silent_minutes):
        return "silent"
    if now < attempt.enrolment.exam.closes_at or quiet <= timedelta(seconds=LIVE_SECONDS):
        return ""
    return "closed" if now >= closes_at(attempt, now) else ""


def _break_end(attempt: Attempt) -> datetime | None:
    """Return until when the break that lasts was granted: before that nobody waits for the student."""
    lasting = attempt.pauses.filter(end_seconds=None).first() if attempt.state == AttemptState.PAUSED else None
    if lasting is None or attempt.started_at is None:
        return None
    return attempt.started_at + timedelta(seconds=lasting.start_seconds + lasting.most_seconds)


def last_recorded_moment(attempt: Attempt) -> datetime | None:
    """Return the last moment that a stored segment shows; the moment of "OK" where there is none."""
    if attempt.started_at is None:
        return None
    segments = Segment.objects.filter(track__attempt=attempt, track__kind__in=EXAM_TRACKS)
    last = segments.aggregate(Max("ended_seconds"))["ended_seconds__max"] or 0.0
    return attempt.started_at + timedelta(seconds=last)
