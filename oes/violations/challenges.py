"""What liveness requests add to an attempt's episodes, and what they excuse."""

from collections.abc import Iterable

from django.utils import timezone

from oes.attempts.models import Attempt, Challenge
from oes.domain.challenge import ChallengeResult
from oes.domain.observations import Episode, Observation
from oes.domain.spans import Span

AFTER_START_SECONDS = 2.0
WAY_SECONDS = 45.0
"""From the exam's tab to a liveness request in the recorder's tab and back, and waiting for its answer."""
_OPEN = (ChallengeResult.FAILED, ChallengeResult.WAITING, ChallengeResult.NOT_SEEN)


def failed_challenges(attempt: Attempt) -> list[Episode]:
    """Return where a reviewer should look because a liveness request was not followed; of the start, at the start.

    A try that failed stands until a later one is judged: one that was begun and never recorded wipes nothing away.
    """
    found = []
    for row in Challenge.objects.filter(attempt=attempt, result__in=_OPEN):
        if row.result != ChallengeResult.FAILED and all(answer["passed"] for answer in row.measured):
            continue
        at_start = row.moment == Challenge.Moment.START
        span = Span(0.0, AFTER_START_SECONDS) if at_start else Span(*row.asked[-1])
        shown = Observation((span.start + span.end) / 2, "presentation_attack")
        found.append(Episode("presentation_attack", span, shown, "challenge"))
    return found


def without_what_was_asked(seen: Iterable[Episode], attempt: Attempt) -> list[Episode]:
    """Leave out what only followed a liveness request or a granted break, which begin and end in the recorder's tab:
    a turned head, the way there and back.
    """
    rows = Challenge.objects.filter(attempt=attempt).exclude(asked=[])
    asked = [Span(*one) for row in rows for one in row.asked]
    asked += attempt.pause_spans(timezone.now())
    return [episode for episode in seen if not any(_followed(episode, span) for span in asked)]


def _followed(episode: Episode, asked: Span) -> bool:
    common = episode.span.overlap(asked)
    if episode.kind == "window_switch":
        return common > 0 and episode.span.seconds - common <= WAY_SECONDS
    return episode.kind == "looked_away" and common >= episode.span.seconds / 2
