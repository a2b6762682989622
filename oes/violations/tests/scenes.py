"""Attempts whose frames were measured as a test wants them; no network and no video is needed."""

import hashlib
from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from oes.analysis.columns import to_columns
from oes.analysis.models import ObservationSet
from oes.attempts import services as attempts
from oes.attempts.models import Attempt
from oes.domain.measures import Face, FrameMeasures
from oes.domain.policy import Policy
from oes.exams.models import Enrolment
from oes.exams.services import add_policy
from oes.lib import blobs
from oes.recordings.models import Run, Segment, Track
from oes.recordings.services import finish_segment

SITTING = Face(0.35, 0.2, 0.3, 0.4, 0.95)
OTHER = Face(0.05, 0.2, 0.25, 0.35, 0.95)
STEP = 8


def sat(enrolment: Enrolment, *, seconds: float, policy: Policy, tier: str = "B", ended: bool = True) -> Attempt:
    """Return an attempt that lasted `seconds` and ended a moment ago."""
    add_policy(organisation=enrolment.exam.organisation, policy=policy)
    opened = attempts.open_attempt(enrolment=enrolment, text_version="1", language="kk", user_agent="")
    attempt = attempts.start_attempt(attempt=attempts.ready_attempt(attempt=opened, tier=tier))
    now = timezone.now()
    Attempt.objects.filter(pk=attempt.pk).update(started_at=now - timedelta(seconds=seconds))
    attempt.refresh_from_db()
    if ended:
        attempt = attempts.end_attempt(attempt=attempt, source="student", at=now)
    return attempt


def frame(at: float, *faces: Face, **measures: float) -> FrameMeasures:
    """Return a frame with these faces; a frame with a face looks straight ahead unless told otherwise."""
    posed = {"presence": 0.95, "yaw": 0.0, "pitch": 0.0, "roll": 0.0} if faces else {}
    return FrameMeasures(at_seconds=at, faces=faces, motion=2.0, **{**posed, **measures})


def film(attempt: Attempt, frames: Iterable[FrameMeasures], *, track: str = "camera") -> list[Segment]:
    """Store frames (one a second on the attempt's clock) as analysed segments of eight seconds."""
    parts: dict[int, list[FrameMeasures]] = {}
    for one in frames:
        parts.setdefault(int(one.at_seconds // STEP), []).append(one)
    return [_segment(attempt, track, number, part) for number, part in sorted(parts.items())]


def _segment(attempt: Attempt, kind: str, number: int, frames: list[FrameMeasures]) -> Segment:
    run, _ = Run.objects.get_or_create(attempt=attempt, number=1, defaults={"last_seen_at": timezone.now()})
    track, _ = Track.objects.get_or_create(attempt=attempt, kind=kind)
    start = number * float(STEP)
    key = f"attempts/{attempt.uuid}/{kind}/1-{number}.webm"
    blobs.put(key, b"not decoded in these tests")
    segment = Segment.objects.create(
        track=track, run=run, sequence=number, started_seconds=start, ended_seconds=start + STEP,
        sha256=hashlib.sha256(key.encode()).hexdigest(),
        size=1, container="webm", blob_key=key, link="", received_at=timezone.now(),
    )  # fmt: skip
    moved = [FrameMeasures(**{**_fields(f), "at_seconds": f.at_seconds - start}) for f in frames]
    columns, embeddings = to_columns(moved)
    ObservationSet.objects.create(
        segment=segment, version="test", step_seconds=1.0, frames=columns, embeddings=embeddings,
        duration_seconds=STEP,
    )  # fmt: skip
    finish_segment(segment)
    return segment


def _fields(one: FrameMeasures) -> dict[str, object]:
    return {name: getattr(one, name) for name in FrameMeasures.__slots__}
