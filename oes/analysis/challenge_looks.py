"""The recording of a challenge to the numbers that its rule takes. No rows: a confined process does this."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from oes.analysis.comparing import comparable
from oes.analysis.face_geometry import lid_gaps, relief
from oes.analysis.facts import ChallengeSeen, Compared, UnreadableMedia
from oes.analysis.jpegs import jpeg_at
from oes.analysis.measure import Measurer
from oes.analysis.media import Picture, sampled
from oes.analysis.networks.mesh import MeshFace
from oes.analysis.tracking import CLEAR_SCORE, main_first
from oes.domain.challenge import Look
from oes.domain.spans import Span

FRAMES_PER_SECOND = 10.0
"""A blink lasts two to four tenths of a second."""
COMPARE_EVERY_SECONDS = 0.5
COMPARED_YAW_DEGREES = 20.0


@dataclass(frozen=True, slots=True)
class Recorded:
    """A segment's bytes and where it begins on the attempt's clock."""

    body: bytes
    start_seconds: float


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """The face of one frame; `embedding` only where it is needed to say whose face it is."""

    segment: Recorded | None
    at_seconds: float
    face: MeshFace
    embedding: np.ndarray | None


def look_at_challenge(
    segments: Sequence[Recorded], *, window: Span, straight: Span, networks: Measurer, compares: bool = True
) -> tuple[ChallengeSeen, bytes | None]:
    """Return what the segments show in `window` ten times a second, and the frame that shows the movement best.

    `straight`: when the student looked ahead. `compares`: False computes no embedding. What
    cannot be read shows nothing.
    """
    seen = [one for segment in segments for one in _faces(segment, window, networks, compares=compares)]
    seen.sort(key=lambda one: one.at_seconds)  # neighbouring segments overlap a little
    compared = [
        Compared(one.at_seconds, tuple(float(number) for number in one.embedding))
        for one in seen
        if one.embedding is not None
    ]
    return ChallengeSeen(looks_of(seen, straight), compared), _most_turned(seen)


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


def _most_turned(seen: Sequence[Seen]) -> bytes | None:
    """Return the frame that shows the movement best, as JPEG."""
    if not seen:
        return None
    usual = np.median([one.face.pose.yaw for one in seen])
    shown = max(seen, key=lambda one: abs(one.face.pose.yaw - usual))
    if shown.segment is None:
        return None
    return jpeg_at(shown.segment.body, shown.at_seconds - shown.segment.start_seconds)


def _faces(segment: Recorded, window: Span, networks: Measurer, *, compares: bool) -> Iterator[Seen]:
    """Yield the main face of each frame of a segment that lies in the window. `compares`: whether embeddings too."""
    compared_at = float("-inf")
    for picture in _pictures(segment):
        at = segment.start_seconds + picture.at_seconds
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


def _pictures(segment: Recorded) -> Iterator[Picture]:
    """Yield ten pictures a second, one at a time; what cannot be read shows nothing."""
    try:
        yield from sampled(segment.body, per_second=FRAMES_PER_SECOND)
    except UnreadableMedia:
        return
