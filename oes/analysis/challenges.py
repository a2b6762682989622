"""Challenges are judged from ordinary segments, whatever order they arrive in: a stage of its own waits for them."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from oes.analysis.checks import jpeg_at, keep_picture
from oes.analysis.comparing import comparable
from oes.analysis.face_geometry import lid_gaps, relief
from oes.analysis.measure import Measurer
from oes.analysis.media import Picture, UnreadableMedia, sampled
from oes.analysis.networks.mesh import MeshFace
from oes.analysis.networks_here import measurer
from oes.analysis.references import references_of
from oes.analysis.tracking import CLEAR_SCORE, main_first
from oes.attempts.challenges import CLAIM_SECONDS, claim_challenge, settle_challenge
from oes.attempts.models import Challenge
from oes.domain.challenge import ChallengeResult, Look, answers, judged, straight_window, whole_window
from oes.domain.identity import Sameness, sameness
from oes.domain.spans import Span, clipped, measured
from oes.lib import blobs
from oes.recordings.models import Segment, TrackKind

log = logging.getLogger(__name__)
FRAMES_PER_SECOND = 10.0
"""A blink lasts two to four tenths of a second."""
LACKING_SECONDS = 1.0
"""So much of its window a recording may lack: recorders lose the last frames when they stop."""
COMPARE_EVERY_SECONDS = 0.5
COMPARED_YAW_DEGREES = 20.0
LOOKED_AT = 20
ARRIVES_SECONDS = 180.0
"""A recording of the start that comes later may have been made to order; it answers nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """The face of one frame; `embedding` only where it is needed to say whose face it is."""

    segment: Segment
    at_seconds: float
    face: MeshFace
    embedding: np.ndarray | None


def challenge_next() -> bool:
    """Judge one challenge whose recording has arrived; return False when none has."""
    for challenge in _waiting()[:LOOKED_AT]:
        if (segments := recording_of(challenge)) and claim_challenge(challenge):
            judge(challenge, segments)
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
    compares = attempt.compares_faces
    seen = [one for segment in segments for one in _faces(segment, window, measurer(), compares=compares)]
    seen.sort(key=lambda one: one.at_seconds)  # neighbouring segments overlap a little
    found = answers(looks_of(seen, straight), challenge.drawn, challenge.shown, thresholds)
    known = np.array(references_of(attempt).embeddings, dtype=np.float64)
    same = [sameness(part, thresholds) for part in _likenesses(seen, known, straight.end)]
    result, told = judged(found, Sameness.DIFFERENT if Sameness.DIFFERENT in same else same[0])
    picture = _most_turned(seen)
    if settle_challenge(challenge=challenge, result=result, measured=told) and picture:
        key, sha256 = keep_picture(attempt, "challenge", picture)
        Challenge.objects.filter(pk=challenge.pk).update(blob_key=key, sha256=sha256)


def _likenesses(seen: Sequence[Seen], known: np.ndarray, straight_end: float) -> tuple[list[float], list[float]]:
    """Return the cosines to the best reference of the straight look and of the steps.

    Each part has to be the student's: a picture may be shown first, and put away for the movements.
    """
    compared = [one for one in seen if one.embedding is not None and known.size]
    likeness = [(one.at_seconds <= straight_end, float((known @ one.embedding).max())) for one in compared]
    return [cosine for first, cosine in likeness if first], [cosine for first, cosine in likeness if not first]


def _most_turned(seen: Sequence[Seen]) -> bytes | None:
    """Return the frame that shows the movement best, as JPEG."""
    if not seen:
        return None
    usual = np.median([one.face.pose.yaw for one in seen])
    shown = max(seen, key=lambda one: abs(one.face.pose.yaw - usual))
    return jpeg_at(blobs.read(shown.segment.blob_key), shown.at_seconds - shown.segment.started_seconds)


def _faces(segment: Segment, window: Span, networks: Measurer, *, compares: bool) -> Iterator[Seen]:
    """Yield the main face of each frame of a segment that lies in the window. `compares`: whether embeddings too."""
    compared_at = float("-inf")
    for picture in _pictures(segment):
        at = segment.started_seconds + picture.at_seconds
        if at > window.end:
            return
        if at < window.start:
            continue
        found = main_first(networks.yunet.faces(picture.rgb, least_score=CLEAR_SCORE))
        if not found:
            continue
        face, embedding = networks.mesh.look(picture.rgb, found[0]), None
        frontal = abs(face.pose.yaw) <= COMPARED_YAW_DEGREES and comparable(found[0])
        if compares and frontal and at - compared_at >= COMPARE_EVERY_SECONDS:
            embedding, compared_at = networks.sface.embedding(picture.rgb, points=found[0].points), at
        yield Seen(segment, at, face, embedding)


def _pictures(segment: Segment) -> Iterator[Picture]:
    """Yield ten pictures a second, one at a time; what cannot be read shows nothing."""
    try:
        yield from sampled(blobs.read(segment.blob_key), per_second=FRAMES_PER_SECOND)
    except (UnreadableMedia, OSError) as error:
        log.warning("challenge cannot be read", extra={"segment": str(segment.uuid), "reason": str(error)})


def looks_of(seen: Sequence[Seen], straight: Span) -> list[Look]:
    """Return the numbers that the rule takes. Relief is measured from the most usual straight look."""
    own = [one for one in seen if straight.start <= one.at_seconds <= straight.end]
    if not own:
        return []
    usual = np.median([one.face.pose.yaw for one in own])
    base = min(own, key=lambda one: abs(one.face.pose.yaw - usual)).face.points
    looks = []
    for one in seen:
        left, right = lid_gaps(one.face.points)
        pose = one.face.pose
        looks.append(Look(one.at_seconds, pose.presence, pose.yaw, relief(base, one.face.points), left, right))
    return looks
