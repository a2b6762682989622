"""What was measured in a segment, as its attempt's chain has it by its hash. Made from the rows."""

from oes.analysis.models import ObservationSet
from oes.lib.canonical import canonical, digest
from oes.recordings.models import Segment


def segment_part(segment: Segment) -> str:
    """Return the name of a segment within its attempt: `camera-1-17`. Its track and run should be fetched."""
    return f"{segment.track.kind}-{segment.run.number}-{segment.sequence}"


def observation_set(row: ObservationSet) -> bytes:
    """Return a set: canonical JSON. The numbers of faces stand in it by their hash alone."""
    return canonical(
        {
            "segment": segment_part(row.segment),
            "segment_sha256": row.segment.sha256,
            "revision": row.revision,
            "version": row.version,
            "step_seconds": float(row.step_seconds),
            "duration_seconds": float(row.duration_seconds),
            "compared_with": row.compared_with,
            "frames": row.frames,
            "embeddings_sha256": digest(bytes(row.embeddings)),
        }
    )
