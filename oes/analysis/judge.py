"""Judge one recorded file, without a server."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from oes.analysis.detectors import camera_episodes
from oes.analysis.measure import Measurer, with_similarity
from oes.analysis.media import WHOLE_RECORDING, probe, sampled
from oes.analysis.photos import embed_photo
from oes.domain.observations import Episode
from oes.domain.policy import Thresholds


class UnusableReference(Exception):
    """A reference photo cannot serve. The message says which and why."""


@dataclass(frozen=True, slots=True)
class FileReport:
    """What the camera detectors found in one file, on the file's own clock."""

    duration_seconds: float
    episodes: tuple[Episode, ...]


def judge_file(
    path: Path,
    *,
    references: Sequence[Path] = (),
    measurer: Measurer,
    thresholds: Thresholds | None = None,
    per_second: float = 1.0,
) -> FileReport:
    """Judge a whole camera recording. Raises UnreadableMedia or UnusableReference."""
    known = [_reference(photo, measurer) for photo in references]
    seconds = probe(path, limits=WHOLE_RECORDING).seconds
    frames = measurer.measure(sampled(path, per_second=per_second, limits=WHOLE_RECORDING), known=known)
    found = camera_episodes(with_similarity(frames, known), thresholds or Thresholds(), step_seconds=1.0 / per_second)
    return FileReport(seconds, tuple(found))


def _reference(photo: Path, measurer: Measurer) -> tuple[float, ...]:
    facts = embed_photo(photo, measurer=measurer)
    if facts.embedding is None:
        reasons = ", ".join(facts.reasons)
        raise UnusableReference(f"The reference photo {photo} cannot be used: {reasons}.")
    return facts.embedding
