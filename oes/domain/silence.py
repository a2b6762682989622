"""When a program that reports all the time said nothing."""

from collections.abc import Iterable

from oes.domain.observations import Episode, Observation
from oes.domain.spans import Span

SILENT_SECONDS = 60.0
"""Six missed signs of life. A browser that ends the extension wakes it again within half a minute."""


def silent_episodes(
    heard: Iterable[float], *, kind: str, source: str, end_seconds: float, expected: bool, least: float = SILENT_SECONDS
) -> list[Episode]:
    """Return an episode for each time between two words, or after the last, that is longer than `least` seconds.

    Times are on the attempt's clock. A program that never said a word was silent only where it was `expected`. An
    orderly "stopped" excuses nothing: it is the student's computer that says it.
    """
    spans = silences(heard, end_seconds=end_seconds, expected=expected, least=least)
    return [Episode(kind, span, Observation(span.start, kind), source=source) for span in spans]


def silences(heard: Iterable[float], *, end_seconds: float, expected: bool, least: float) -> list[Span]:
    """Return the times between two words, or after the last, that are longer than `least` seconds."""
    told = sorted(at for at in heard if at <= end_seconds)
    if not told and not expected:
        return []
    edges = [0.0, *told, end_seconds] if expected else [*told, end_seconds]
    return [Span(before, after) for before, after in zip(edges, edges[1:], strict=False) if after - before > least]
