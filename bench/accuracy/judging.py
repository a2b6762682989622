"""Footage under a condition, judged take by take and scored by kind."""

import importlib
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from types import FunctionType

from bench.accuracy.events import Score, score, total
from bench.accuracy.footage import Footage, Photo
from bench.accuracy.measured import PLAIN, Condition, Measured, judged
from oes.analysis import detectors
from oes.domain.observations import Episode
from oes.domain.policy import Thresholds
from oes.domain.spans import Span
from oes.domain.violations import KINDS

NOT_DISHONEST = ("background_person",)
"""Labels of what may happen to an honest student."""


@cache
def detected_kinds() -> tuple[str, ...]:
    """Return the kinds that the camera's detectors speak of, in the order of the table of kinds.

    Only what `camera_episodes` runs: a detector of sound or of the screen finds nothing in a silent clip.
    """
    modules = {value.__module__ for value in vars(detectors).values() if isinstance(value, FunctionType)}
    told = {getattr(importlib.import_module(name), "KIND", "") for name in modules}
    return tuple(kind for kind in KINDS if kind in told)


def episodes_of(
    footage: Footage,
    measured: Measured,
    thresholds: Thresholds,
    *,
    condition: Condition = PLAIN,
    photo: Photo | None = None,
) -> list[Episode]:
    """Judge a clip by one reference photo: the given one, else its first, else its own first faces."""
    chosen = photo or next(iter(footage.photos), None)
    references = measured.reference(chosen.path) if chosen else None
    frames = measured.frames(footage, condition, chosen)
    return [e for take in footage.takes for e in judged(frames, take, thresholds, references)]


def score_kind(kind: str, footage: Footage, episodes: Iterable[Episode]) -> Score:
    """Score the episodes of one kind in one clip."""
    spans = [e.span for e in episodes if e.kind == kind]
    ignored = footage.ignored.get(kind, ())
    return score(spans, footage.labels.get(kind, ()), seconds=footage.seconds, ignored=ignored)


def score_honest(kind: str, footage: Footage, episodes: Iterable[Episode]) -> Score:
    """Score only what an honest student shows: the seconds outside every label of a violation."""
    spans = [e.span for e in episodes if e.kind == kind]
    return score(spans, (), seconds=footage.seconds, ignored=(*footage.ignored.get(kind, ()), *dishonest(footage)))


def dishonest(footage: Footage) -> list[Span]:
    """Return the labelled spans in which something is done that an honest student does not."""
    return [span for kind, spans in footage.labels.items() if kind not in NOT_DISHONEST for span in spans]


def scores(
    footages: Sequence[Footage], measured: Measured, thresholds: Thresholds, *, condition: Condition = PLAIN
) -> dict[str, Score]:
    """Return the sum over the clips, by kind."""
    return _summed(footages, [episodes_of(f, measured, thresholds, condition=condition) for f in footages], score_kind)


def honest_scores(
    footages: Sequence[Footage], measured: Measured, thresholds: Thresholds, *, condition: Condition = PLAIN
) -> dict[str, Score]:
    """Return the sum over the honest seconds of the clips, by kind."""
    found = [episodes_of(f, measured, thresholds, condition=condition) for f in footages]
    return _summed(footages, found, score_honest)


def _summed(
    footages: Sequence[Footage],
    found: Sequence[list[Episode]],
    scored: Callable[[str, Footage, Iterable[Episode]], Score],
) -> dict[str, Score]:
    kinds = {kind for footage in footages for kind in footage.labels} | set(detected_kinds())
    pairs = list(zip(footages, found, strict=True))
    return {kind: total(scored(kind, f, episodes) for f, episodes in pairs) for kind in KINDS if kind in kinds}


def takes_of(footages: Iterable[Footage]) -> int:
    """Return how many stretches of one person there are."""
    return sum(len(footage.takes) for footage in footages)
