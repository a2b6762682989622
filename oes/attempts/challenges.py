"""What happens to a challenge: drawn, shown, declined, settled."""

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from oes.attempts.models import MOST_TRIES, Attempt, AttemptMark, Challenge
from oes.attempts.services import AttemptRefused, add_mark, note_change
from oes.domain.attempt_state import AttemptState
from oes.domain.challenge import ChallengeResult, draw_steps, whole_window
from oes.journal import services as journal

SLACK_SECONDS = 3.0
"""Pages draw late on a busy device."""
CLOCK_SLACK_SECONDS = 30.0
LATE_SECONDS = 30.0
"""Who answers this much later than the steps take had time to make up a recording."""

CLAIM_SECONDS = 120
"""A worker that judges a challenge for longer is taken for dead."""
MOST_CLAIMS = 3

DUE_SECONDS = 300.0
"""A request that nobody saw for so long is given up; it weighs nothing."""


class Implausible(ValueError):
    """The moments that the page told cannot be true; the message says why."""


@transaction.atomic
def begin_challenge(*, attempt: Attempt, number: int | None = None) -> Challenge:
    """Draw the steps of a new try: of the challenge before "OK", or of one that is due. AttemptRefused otherwise.

    A try that failed stands until the next one is shown.
    """
    Attempt.objects.select_for_update().get(pk=attempt.pk)
    challenge = None if attempt.is_rehearsal else _asked_now(attempt, number)
    if challenge is None or not challenge.is_open:
        raise AttemptRefused("no_challenge")
    challenge.steps = ",".join(draw_steps(random.SystemRandom()))
    challenge.tries += 1
    challenge.begun_at, challenge.shown = timezone.now(), []
    challenge.claimed_at, challenge.claims = None, 0
    if challenge.result == ChallengeResult.WAITING:
        challenge.result = ChallengeResult.NOT_SEEN
    challenge.save()
    journal.append(
        subject=attempt.uuid, action="challenge_drawn", moment=challenge.moment, number=challenge.tries,
        steps=challenge.steps,
    )  # fmt: skip
    return challenge


def _asked_now(attempt: Attempt, number: int | None) -> Challenge | None:
    """Return the challenge of the start, or a random one whose moment has come: who could choose it would be ready."""
    if number is None:
        return _at_start(attempt)
    challenge = Challenge.objects.filter(attempt=attempt, pk=number, moment=Challenge.Moment.RANDOM).first()
    if challenge is None or not attempt.is_running:
        return None
    now = timezone.now()
    asked = attempt.elapsed_seconds(challenge.begun_at) if challenge.begun_at else challenge.at_seconds
    waited = attempt.elapsed_seconds(now) - asked
    return challenge if 0 <= waited <= DUE_SECONDS + CLOCK_SLACK_SECONDS else None


def is_asked_at_start(attempt: Attempt) -> bool:
    """Return whether the student is still asked before the start: not after a pass, a "cannot", or the last try."""
    challenge = _at_start(attempt)
    return challenge is not None and challenge.is_open


def _at_start(attempt: Attempt) -> Challenge | None:
    if attempt.started_at is not None or not attempt.policy.value().challenge_at_start:
        return None
    found = Challenge.objects.filter(attempt=attempt, moment=Challenge.Moment.START).first()
    return found or Challenge(attempt=attempt, moment=Challenge.Moment.START, at_seconds=0.0)


@transaction.atomic
def show_challenge(*, challenge: Challenge, shown: Sequence[float]) -> None:
    """Keep when the page showed each step. Implausible where the server's own clock says otherwise."""
    row = Challenge.objects.select_for_update().select_related("attempt__policy").get(pk=challenge.pk)
    if row.result not in (ChallengeResult.NOT_SEEN, ChallengeResult.FAILED) or row.shown or not row.tries:
        raise AttemptRefused("no_challenge")
    _check_moments(row, shown)
    row.shown, row.result = [round(at, 2) for at in shown], ChallengeResult.WAITING
    if row.moment == Challenge.Moment.RANDOM:
        window = whole_window(row.shown, row.attempt.policy.value().thresholds)
        row.at_seconds = row.shown[0]
        row.asked = [*row.asked, [window.start, window.end]]
    row.save()


def _check_moments(row: Challenge, shown: Sequence[float]) -> None:
    step = row.attempt.policy.value().thresholds.challenge_step_seconds
    if len(shown) != len(row.drawn):
        raise Implausible("as many moments as steps are wanted")
    gaps = [b - a for a, b in zip(shown, shown[1:], strict=False)]
    if any(not step - 1 <= gap <= step + SLACK_SECONDS for gap in gaps):
        raise Implausible("the steps did not follow each other as asked")
    begun_at = row.begun_at or timezone.now()
    passed, taken = (timezone.now() - begun_at).total_seconds(), shown[-1] - shown[0] + step
    if passed < taken - SLACK_SECONDS or passed > taken + LATE_SECONDS:
        raise Implausible("the answer came too early or too late")
    zero = row.attempt.elapsed_seconds(begun_at) if row.moment == Challenge.Moment.RANDOM else 0.0
    if not -CLOCK_SLACK_SECONDS <= shown[0] - zero <= CLOCK_SLACK_SECONDS or shown[0] < 0:
        raise Implausible("the moments lie elsewhere on the clock")


@transaction.atomic
def decline_challenge(*, attempt: Attempt, number: int | None = None) -> None:
    """Note that the student cannot turn the head or blink as asked. It is no offence: a person knows, nothing more."""
    Attempt.objects.select_for_update().get(pk=attempt.pk)
    challenge = _asked_now(attempt, number)
    if challenge is None or challenge.result == ChallengeResult.PASSED:
        raise AttemptRefused("no_challenge")
    if challenge.result == ChallengeResult.UNABLE:
        return
    challenge.result, challenge.done_at = ChallengeResult.UNABLE, timezone.now()
    challenge.save()
    add_mark(attempt=attempt, kind=AttemptMark.Kind.CHALLENGE_UNABLE)
    journal.append(subject=attempt.uuid, action="challenge_declined", moment=challenge.moment)


def claim_challenge(challenge: Challenge) -> bool:
    """Return whether nobody else judges a waiting try. The one that was begun too often in vain is given up."""
    now = timezone.now()
    held = challenge.claimed_at and now - challenge.claimed_at < timedelta(seconds=CLAIM_SECONDS)
    if held:
        return False
    if challenge.claims >= MOST_CLAIMS:
        settle_challenge(challenge=challenge, result=ChallengeResult.NOT_SEEN, measured=challenge.measured)
        return False
    same = Challenge.objects.filter(
        pk=challenge.pk, tries=challenge.tries, claims=challenge.claims, result=ChallengeResult.WAITING
    )
    return bool(same.update(claimed_at=now, claims=challenge.claims + 1))


@transaction.atomic
def settle_challenge(*, challenge: Challenge, result: ChallengeResult, measured: list[dict[str, Any]]) -> bool:
    """Write the judgement of a try; return False where the try is no longer the one that was judged."""
    same = Challenge.objects.filter(pk=challenge.pk, tries=challenge.tries, result=ChallengeResult.WAITING)
    if not same.update(result=result, measured=measured, done_at=timezone.now()):
        return False
    attempt = challenge.attempt
    last = challenge.tries >= MOST_TRIES
    if result == ChallengeResult.FAILED and last and challenge.moment == Challenge.Moment.RANDOM:
        add_mark(attempt=attempt, kind=AttemptMark.Kind.CHALLENGE_FAILED)
    journal.append(
        subject=attempt.uuid, action="challenge_judged", moment=challenge.moment, number=challenge.tries,
        result=str(result),
    )  # fmt: skip
    note_change(attempt.pk)
    return True


def mark_start(attempt: Attempt) -> None:
    """Mark a start whose challenge was not passed. "Unable" has its own mark already."""
    if not attempt.policy.value().challenge_at_start:
        return
    challenge = Challenge.objects.filter(attempt=attempt, moment=Challenge.Moment.START).first()
    result = challenge.result if challenge else ChallengeResult.NOT_SEEN
    if result == ChallengeResult.FAILED:
        add_mark(attempt=attempt, kind=AttemptMark.Kind.CHALLENGE_FAILED)
    elif result not in (ChallengeResult.PASSED, ChallengeResult.UNABLE):
        add_mark(attempt=attempt, kind=AttemptMark.Kind.CHALLENGE_UNCHECKED)


def due_challenge(attempt: Attempt) -> int | None:
    """Return the number of a challenge whose moment has come and that nobody has begun, or None."""
    if attempt.state != AttemptState.STARTED:
        return None
    now = attempt.elapsed_seconds(timezone.now())
    since = now - DUE_SECONDS
    due = attempt.challenges.filter(
        moment=Challenge.Moment.RANDOM, tries=0, result=ChallengeResult.NOT_SEEN, at_seconds__range=(since, now)
    )
    first = due.first()
    return first.pk if first else None
