"""The breaks that a student takes, and what staff allow an attempt while it runs or afterwards."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from oes.accounts.models import User
from oes.attempts.allowances import add_allowance, apply_accommodations, terms_of
from oes.attempts.models import Allowance, Attempt, Challenge, IdentityCheck, Pause
from oes.attempts.services import AttemptRefused, move, note_change
from oes.domain.accommodation import Terms, breaks_left
from oes.domain.attempt_state import AttemptState

CHECK_AFTER_SECONDS = 4.0
"""The face is looked at so soon after a break: the camera records again by then."""


@dataclass(frozen=True, slots=True)
class BreakState:
    """`left`: breaks that may be begun. `seconds`: for them together, or of the one that lasts; never below 0."""

    left: int
    seconds: float
    is_on: bool


def break_state(attempt: Attempt, at: datetime) -> BreakState | None:
    """Return the student's breaks, or None where none was granted. Two queries."""
    terms = terms_of(attempt)
    rows = [row.value() for row in attempt.pauses.all()]
    if not terms.breaks and not rows:
        return None
    now = attempt.clock_seconds(at)
    left, seconds = breaks_left(terms, rows, now)
    lasting = next((row for row in rows if row.end_seconds is None), None)
    if lasting is not None:
        seconds = max(0.0, lasting.start_seconds + lasting.most_seconds - now)
    return BreakState(left, seconds, lasting is not None)


@transaction.atomic
def take_break(*, attempt: Attempt) -> Attempt:
    """Begin a break that was granted; again while it lasts changes nothing. AttemptRefused: wrong_state, no_break."""
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if attempt.state == AttemptState.PAUSED:
        return attempt
    now = attempt.clock_seconds(timezone.now())
    taken = [row.value() for row in attempt.pauses.all()]
    left, seconds = breaks_left(terms_of(attempt), taken, now)
    if attempt.state == AttemptState.STARTED and not left:
        raise AttemptRefused("no_break")
    attempt = move(attempt.pk, AttemptState.PAUSED)
    Pause.objects.create(attempt=attempt, start_seconds=round(now, 3), most_seconds=round(seconds, 3))
    note_change(attempt.pk)
    return attempt


@transaction.atomic
def end_break(*, attempt: Attempt) -> Attempt:
    """Note that the student is back: the clock of the exam goes on, and the face is checked once more.

    Moments that were drawn for later move with the break. Without a break it changes nothing.
    """
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if attempt.state != AttemptState.PAUSED:
        return attempt
    now = round(attempt.clock_seconds(timezone.now()), 3)
    lasting = attempt.pauses.filter(end_seconds=None)
    for start in list(lasting.values_list("start_seconds", flat=True)):
        _move_moments(attempt, start, now - start)
    lasting.update(end_seconds=now)
    attempt = move(attempt.pk, AttemptState.STARTED, paused_seconds=_paused(attempt, now))
    moment = IdentityCheck.Moment.BREAK
    IdentityCheck.objects.create(attempt=attempt, moment=moment, at_seconds=now + CHECK_AFTER_SECONDS)
    note_change(attempt.pk)
    return attempt


def _paused(attempt: Attempt, clock_seconds: float) -> float:
    spans = (row.value().granted(clock_seconds) for row in attempt.pauses.all())
    return round(sum(span.seconds for span in spans), 3)


def _move_moments(attempt: Attempt, since_seconds: float, by_seconds: float) -> None:
    checks = IdentityCheck.objects.filter(attempt=attempt, moment=IdentityCheck.Moment.RANDOM)
    requests = Challenge.objects.filter(attempt=attempt, moment=Challenge.Moment.RANDOM, tries=0)
    for planned in (checks, requests):
        later = planned.filter(done_at=None, at_seconds__gte=since_seconds)
        later.update(at_seconds=F("at_seconds") + by_seconds)


@transaction.atomic
def reapply_accommodations(*, attempt: Attempt, by: User) -> None:
    """Let a started attempt be judged by the accommodations as they stand now, for the moment of its start."""
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if attempt.started_at is None:
        raise AttemptRefused("wrong_state")
    apply_accommodations(attempt=attempt, at=attempt.started_at, by=by)
    note_change(attempt.pk)


@transaction.atomic
def grant(*, attempt: Attempt, terms: Terms, by: User) -> None:
    """Give a running attempt extra minutes or breaks on top. AttemptRefused when it does not run."""
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if not attempt.is_running:
        raise AttemptRefused("wrong_state")
    add_allowance(attempt=attempt, source=Allowance.Source.GRANT, terms=terms, by=by)
