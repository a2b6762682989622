"""What several sources saw of the same kind becomes one episode: the union of their spans, with all who told it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from oes.domain.spans import Span, joined

LONGEST_DETAIL = 200
MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Seen:
    """What one source saw. `detail` names the program, host or the like, where the source knows it."""

    source: str
    span: Span
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Merged:
    """What one or more sources saw. `source` joins their names by `+`, in order of the alphabet."""

    span: Span
    source: str
    detail: str


def merged(seen: Iterable[Seen], gap_seconds: float) -> list[Merged]:
    """Return one row for all that overlaps or lies at most `gap_seconds` apart, in order of time.

    Each spans the union of what was seen. Order and repetition of the input do not matter. Empty spans vanish.
    """
    told = [one for one in seen if one.span.seconds > 0]
    return [_one(span, told) for span in joined((one.span for one in told), gap_seconds)]


def _one(span: Span, told: Sequence[Seen]) -> Merged:
    inside = sorted(
        (one for one in told if span.start <= one.span.start and one.span.end <= span.end),
        key=lambda one: (one.span.start, one.span.end, one.source, one.detail),
    )
    return Merged(span, "+".join(sorted({one.source for one in inside})), names(one.detail for one in inside))


def names(details: Iterable[str]) -> str:
    """Return the first few different names, joined by commas."""
    known = list(dict.fromkeys(detail for detail in details if detail))
    return ", ".join(known[:MOST_NAMES])[:LONGEST_DETAIL]
