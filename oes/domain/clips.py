"""Which seconds of a recording a clip shows that stands for an event."""

from oes.domain.spans import Span

BEFORE_SECONDS = 5.0
AFTER_SECONDS = 10.0
LONGEST_SECONDS = 60.0


def clip_of(event: Span, *, length: float) -> Span | None:
    """Return the seconds around an event: 5 before, 10 after, at most 60; of a longer one its beginning.

    `length`: seconds of the whole attempt, which no clip leaves. None where nothing of it lies inside.
    """
    wanted = Span(event.start - BEFORE_SECONDS, max(event.start, event.end) + AFTER_SECONDS)
    inside = wanted.clipped(Span(0.0, length))
    return Span(inside.start, min(inside.end, inside.start + LONGEST_SECONDS)) if inside else None
