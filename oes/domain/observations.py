"""Observations (one moment, one kind) and how they become episodes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from oes.domain.measures import Face
from oes.domain.spans import Span


@dataclass(frozen=True, slots=True)
class Observation:
    """One moment of one kind. `confidence` 0..1; `box` is what a reviewer should look at, if anything."""

    at_seconds: float
    kind: str
    confidence: float = 1.0
    box: Face | None = None


@dataclass(frozen=True, slots=True)
class Episode:
    """A run of observations of one kind; `shown` is the one that shows it best.

    `source` is what found it, several joined by `+`; `detail` what exactly, such as a program's name.
    """

    kind: str
    span: Span
    shown: Observation
    source: str = "camera"
    detail: str = ""


def episodes(
    observations: Iterable[Observation],
    *,
    step_seconds: float,
    join_gap_seconds: float,
    least_seconds: float,
    source: str = "camera",
) -> list[Episode]:
    """Join observations of one kind whose moments lie close together.

    Each observation stands for the `step_seconds` that begin half a step before it. Two join when the
    seconds between them that nothing was observed are at most `join_gap_seconds`. Runs shorter than
    `least_seconds` are dropped. The order of the input does not matter.
    """
    ordered = sorted(observations, key=lambda o: o.at_seconds)
    runs: list[list[Observation]] = []
    for seen in ordered:
        if runs and seen.at_seconds - runs[-1][-1].at_seconds <= step_seconds + join_gap_seconds:
            runs[-1].append(seen)
        else:
            runs.append([seen])
    found = [_episode(run, step_seconds, source) for run in runs]
    return [e for e in found if e.span.seconds >= least_seconds]


def told_episode(kind: str, span: Span, *, source: str, detail: str = "") -> Episode:
    """Return what a program told of, shown a second after it began: then there is something to see."""
    return Episode(kind, span, Observation(min(span.end, span.start + 1.0), kind), source, detail)


def _episode(run: Sequence[Observation], step_seconds: float, source: str) -> Episode:
    half = step_seconds / 2
    span = Span(max(0.0, run[0].at_seconds - half), run[-1].at_seconds + half)
    middle = (span.start + span.end) / 2
    shown = min(run, key=lambda o: (-o.confidence, abs(o.at_seconds - middle)))
    return Episode(run[0].kind, span, shown, source)
