"""Challenges are judged from ordinary segments, whatever order they arrive in: a stage of its own waits for them."""

import logging
from collections.abc import Iterator, Sequence
from datetime import timedelta

import numpy as np
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from oes.analysis.checks import keep_picture
from oes.analysis.confined import look_at_challenge
from oes.analysis.facts import BrokeReader, Compared
from oes.analysis.references import references_of
from oes.attempts.challenges import CLAIM_SECONDS, claim_challenge, settle_challenge
from oes.attempts.models import Challenge
from oes.domain.challenge import ChallengeResult, answers, judged, straight_window, whole_window
from oes.domain.identity import Sameness, sameness
from oes.domain.spans import Span, clipped, measured
from oes.lib import blobs
from oes.recordings.models import Segment, TrackKind

log = logging.getLogger(__name__)
LACKING_SECONDS = 1.0
"""So much of its window a recording may lack: recorders lose the last frames when they stop."""
LOOKED_AT = 20
ARRIVES_SECONDS = 180.0
"""A recording of the start that comes later may have been made to order; it answers nothing."""


def challenge_next() -> bool:
    """Judge one challenge whose recording has arrived; return False when none has."""
    for challenge in _waiting()[:LOOKED_AT]:
        if (segments := recording_of(challenge)) and claim_challenge(challenge):
            try:
                judge(challenge, segments)
            except BrokeReader as error:  # its claim runs out; the third one is the last
                log.warning("challenge broke its reader", extra={"challenge": challenge.pk, "reason": str(error)})
            return True
    return False


def _waiting() -> "QuerySet[Challenge]":
    """Return the newest challenges of which something has arrived and that no worker holds."""
    live = Segment.objects.filter(
        track__attempt=OuterRef("attempt"), track__kind=TrackKind.CHECK_LIVE, received_at__gte=OuterRef("begun_at")
    )
    camera = Segment.objects.filter(
        track__attempt=OuterRef("attempt"), track__kind=TrackKind.CAMERA, ended_seconds__gt=OuterRef("at_seconds")
    )
    free = Q(claimed_at=None) | Q(claimed_at__lt=timezone.now() - timedelta(seconds=CLAIM_SECONDS))
    arrived = Q(Exists(live), moment=Challenge.Moment.START) | Q(Exists(camera), moment=Challenge.Moment.RANDOM)
    waiting = Challenge.objects.filter(free & arrived, result=ChallengeResult.WAITING)
    return waiting.select_related("attempt__policy").order_by("-begun_at")


def recording_of(challenge: Challenge) -> list[Segment]:
    """Return the segments that show a challenge; none while some of it is still on the way."""
    stored = Segment.objects.filter(track__attempt=challenge.attempt, unreadable_reason="")
    if challenge.moment == Challenge.Moment.START:
        newest = stored.filter(
            track__kind=TrackKind.CHECK_LIVE,
            received_at__gte=challenge.begun_at,
            received_at__lte=challenge.begun_at + timedelta(seconds=ARRIVES_SECONDS),
        )
        return list(newest.order_by("-pk")[:1])
    window = whole_window(challenge.shown, challenge.attempt.policy.value().thresholds)
    segments = list(
        stored.filter(
            track__kind=TrackKind.CAMERA, started_seconds__lt=window.end, ended_seconds__gt=window.start
        ).order_by("started_seconds")
    )
    there = measured(clipped([Span(s.started_seconds, s.ended_seconds) for s in segments], window))
    return segments if there >= window.seconds - LACKING_SECONDS else []


def judge(challenge: Challenge, segments: Sequence[Segment]) -> None:
    """Look at the segments ten times a second and settle the challenge."""
    attempt = challenge.attempt
    thresholds = attempt.policy.value().thresholds
    window = whole_window(challenge.shown, thresholds)
    straight = straight_window(challenge.shown)
    recorded = list(_recorded(segments))
    starts, bodies = [segment.started_seconds for segment, _ in recorded], [body for _, body in recorded]
    seen, picture = look_at_challenge(
        bodies, starts=starts, window=window, straight=straight, compares=attempt.compares_faces
    )
    found = answers(seen.looks, challenge.drawn, challenge.shown, thresholds)
    known = np.array(references_of(attempt).embeddings, dtype=np.float64)
    same = [sameness(part, thresholds) for part in _likenesses(seen.compared, known, straight.end)]
    result, told = judged(found, Sameness.DIFFERENT if Sameness.DIFFERENT in same else same[0])
    if settle_challenge(challenge=challenge, result=result, measured=told) and picture:
        key, sha256 = keep_picture(attempt, "challenge", picture)
        Challenge.objects.filter(pk=challenge.pk).update(blob_key=key, sha256=sha256)


def _likenesses(
    compared: Sequence[Compared], known: np.ndarray, straight_end: float
) -> tuple[list[float], list[float]]:
    """Return the cosines to the best reference of the straight look and of the steps.

    Each part has to be the student's: a picture may be shown first, and put away for the movements.
    """
    seen = compared if known.size else ()
    likeness = [(one.at_seconds <= straight_end, float((known @ np.array(one.embedding)).max())) for one in seen]
    return [cosine for first, cosine in likeness if first], [cosine for first, cosine in likeness if not first]


def _recorded(segments: Sequence[Segment]) -> Iterator[tuple[Segment, bytes]]:
    """Yield the segments whose bytes are there; the others show nothing."""
    for segment in segments:
        try:
            yield segment, blobs.read(segment.blob_key)
        except OSError as error:
            log.warning("challenge cannot be read", extra={"segment": str(segment.uuid), "reason": str(error)})
