"""Judge one recorded file, without a server."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from oes.analysis.detectors import camera_episodes
from oes.analysis.detectors.screen import screen_episodes
from oes.analysis.detectors.speech import above_quiet_db, speech_episodes, utterances
from oes.analysis.listening import Listener
from oes.analysis.measure import Measurer
from oes.analysis.media import WHOLE_RECORDING, probe, sampled
from oes.analysis.photos import PhotoReason, embed_photo
from oes.analysis.reading import Reader
from oes.analysis.screen_measure import ScreenMeasurer
from oes.analysis.segment import STEP_SECONDS
from oes.analysis.similarity import with_similarity
from oes.analysis.sound import RATE, sound_blocks
from oes.domain.observations import Episode
from oes.domain.policy import Policy, Thresholds

_WHY_NOT = {
    PhotoReason.UNREADABLE: "it is no picture that can be read",
    PhotoReason.NO_FACE: "no face was found in it",
    PhotoReason.SEVERAL_FACES: "it shows several faces",
}


class UnusableReference(Exception):
    """A reference photo cannot serve. The message says which and why."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """Speech without a pause; `above_quiet_db` is how far it rises above the quiet of the whole file, in dB."""

    start_seconds: float
    end_seconds: float
    above_quiet_db: float


@dataclass(frozen=True, slots=True)
class FileReport:
    """What the detectors found in one file, on the file's own clock."""

    duration_seconds: float
    episodes: tuple[Episode, ...]
    utterances: tuple[Utterance, ...] = ()


def judge_file(
    path: Path,
    *,
    references: Sequence[Path] = (),
    measurer: Measurer,
    thresholds: Thresholds | None = None,
    listener: Listener | None = None,
) -> FileReport:
    """Judge a whole camera recording; its sound too where a listener is given.

    Raises UnreadableMedia or UnusableReference.
    """
    limits = thresholds or Thresholds()
    known = [_reference(photo, measurer) for photo in references]
    seconds = probe(path, limits=WHOLE_RECORDING).seconds
    frames = measurer.measure(sampled(path, per_second=1 / STEP_SECONDS, limits=WHOLE_RECORDING), known=known)
    found = camera_episodes(with_similarity(frames, known), limits, step_seconds=STEP_SECONDS)
    if listener is None:
        return FileReport(seconds, tuple(found))
    sound = listener.listen(sound_blocks(path, limits=WHOLE_RECORDING))
    found = sorted([*found, *speech_episodes([sound], limits)], key=lambda episode: (episode.span, episode.kind))
    spans = [episode.span for episode in utterances([sound], limits)]
    loud = above_quiet_db([sound], spans)
    spoken = [Utterance(span.start, span.end, level) for span, level in zip(spans, loud, strict=True)]
    return FileReport(seconds, tuple(found), tuple(spoken))


def utterances_of_samples(
    samples: np.ndarray, *, listener: Listener, thresholds: Thresholds | None = None
) -> list[Episode]:
    """Return the utterances in 16 kHz mono float32 samples (-1..1), for measuring against labels.

    The samples are heard as a recording is: in segments of the default length, each by itself. A violation joins
    utterances across pauses up to the policy's `join_gap_seconds`; labels of speech do not.
    """
    size = round(Policy().segment_seconds * RATE)
    sounds = [
        replace(listener.listen([samples[begin : begin + size]]), at_seconds=begin / RATE)
        for begin in range(0, len(samples), size)
    ]
    return utterances(sounds, thresholds or Thresholds())


def judge_screen(path: Path, *, reader: Callable[[], Reader], policy: Policy) -> FileReport:
    """Judge a whole screen recording by a policy's lists and thresholds. Raises UnreadableMedia."""
    seconds = probe(path, limits=WHOLE_RECORDING).seconds
    measurer = ScreenMeasurer(lists=policy.read_words(), reader=reader)
    looks = measurer.measure(path, seconds=seconds, limits=WHOLE_RECORDING)
    return FileReport(seconds, tuple(screen_episodes(looks, policy.thresholds)))


def _reference(photo: Path, measurer: Measurer) -> tuple[float, ...]:
    facts = embed_photo(photo, measurer=measurer)
    if facts.embedding is None:
        reasons = ", ".join(_WHY_NOT[reason] for reason in facts.reasons)
        raise UnusableReference(f"The reference photo {photo} cannot be used: {reasons}.")
    return facts.embedding
