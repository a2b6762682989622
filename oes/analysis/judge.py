"""Judge one recorded file, without a server."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from oes.analysis.detectors import camera_episodes
from oes.analysis.detectors.screen import screen_episodes
from oes.analysis.measure import Measurer, with_similarity
from oes.analysis.media import WHOLE_RECORDING, probe, sampled
from oes.analysis.photos import embed_photo
from oes.analysis.reading import Reader
from oes.analysis.screen_measure import ScreenMeasurer
from oes.domain.observations import Episode
from oes.domain.policy import Policy, Thresholds


class UnusableReference(Exception):
    """A reference photo cannot serve. The message says which and why."""


@dataclass(frozen=True, slots=True)
class FileReport:
    """What the detectors found in one file, on the file's own clock."""

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
    frames = measurer.measure(sampled(path, per_second=per_second, limits=WHOLE_RECORDING))
    found = camera_episodes(with_similarity(frames, known), thresholds or Thresholds(), step_seconds=1.0 / per_second)
    return FileReport(seconds, tuple(found))


def judge_screen(path: Path, *, reader: Callable[[], Reader], policy: Policy) -> FileReport:
    """Judge a whole screen recording by a policy's lists and thresholds. Raises UnreadableMedia."""
    seconds = probe(path, limits=WHOLE_RECORDING).seconds
    measurer = ScreenMeasurer(lists=policy.read_words(), reader=reader)
    looks = measurer.measure(path, seconds=seconds, limits=WHOLE_RECORDING)
    return FileReport(seconds, tuple(screen_episodes(looks, policy.thresholds)))


def _reference(photo: Path, measurer: Measurer) -> tuple[float, ...]:
    facts = embed_photo(photo, measurer=measurer)
    if facts.embedding is None:
        reasons = ", ".join(facts.reasons)
        raise UnusableReference(f"The reference photo {photo} cannot be used: {reasons}.")
    return facts.embedding
