"""Whom the faces of an attempt are compared with."""

import hashlib
from dataclasses import dataclass

import numpy as np

from oes.analysis.columns import from_columns
from oes.analysis.models import ObservationSet, ReferenceEmbedding
from oes.attempts.models import Attempt
from oes.exams.models import ReferencePhoto
from oes.recordings.models import TrackKind


@dataclass(frozen=True, slots=True)
class References:
    """Embeddings to compare with. `key` changes with them; `approved` tells whether a person approved them."""

    embeddings: tuple[tuple[float, ...], ...]
    key: str
    approved: bool


def references_of(attempt: Attempt) -> References:
    """Return the student's approved photos; where there are none, the faces of the attempt's own device check.

    Nothing where the attempt compares no faces, though the student's other attempts may.
    """
    if not attempt.compares_faces:
        return _references((), approved=False)
    rows = ReferenceEmbedding.objects.filter(
        photo__student=attempt.enrolment.student, photo__state=ReferencePhoto.State.APPROVED, problem=""
    ).order_by("pk")
    approved = tuple(_unpacked(bytes(row.embedding)) for row in rows)
    return _references(approved or _of_check(attempt), approved=bool(approved))


def packed(embedding: tuple[float, ...]) -> bytes:
    """Return an embedding as it is stored (float32)."""
    return np.array(embedding, dtype=np.float32).tobytes()


def _unpacked(data: bytes) -> tuple[float, ...]:
    return tuple(map(float, np.frombuffer(data, dtype=np.float32)))


def _of_check(attempt: Attempt) -> tuple[tuple[float, ...], ...]:
    newest = ObservationSet.objects.filter(
        segment__track__attempt=attempt, segment__track__kind=TrackKind.CHECK_START
    ).order_by("-segment_id", "-revision")
    for row in newest:
        frames = from_columns(row.frames, bytes(row.embeddings), with_embeddings=True)
        if seen := tuple(f.embedding for f in frames if f.embedding and len(f.faces) == 1):
            return seen[:3]
    return ()


def _references(embeddings: tuple[tuple[float, ...], ...], *, approved: bool) -> References:
    key = hashlib.sha256(b"".join(packed(e) for e in embeddings)).hexdigest() if embeddings else ""
    return References(embeddings, key, approved)
