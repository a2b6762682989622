"""When the exam's own page was left: the embed script's `left` and `returned` become episodes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from oes.domain.observations import Episode, Observation
from oes.domain.spans import Span, joined

AFTER_EXAM_SECONDS = 300.0
"""Between the testing system's last page and the finish in the recorder."""


@dataclass(frozen=True, slots=True)
class PageEvent:
    """What one load of the exam's page told, at a moment of the attempt's clock. `page` names the load."""

    at_seconds: float
    kind: str
    page: str


def switch_episodes(
    events: Iterable[PageEvent], *, end_seconds: float, least_seconds: float, join_gap_seconds: float
) -> list[Episode]:
    """Return a `window_switch` episode for each time the exam's page was left until it came back.

    A page that never came back counts up to the last thing it said (it goes on to send heartbeats while another
    window is in front): who closes the exam's tab after the test has not switched for the rest of the hour.
    What comes after the last `exam_ended` is no switch.
    """
    ordered = sorted(events, key=lambda e: e.at_seconds)
    end = exam_end([e.at_seconds for e in ordered if e.kind == "exam_ended"], end_seconds)
    away: list[Span] = []
    left: dict[str, float] = {}
    heard: dict[str, float] = {}
    for event in ordered:
        if event.at_seconds >= end:
            break
        heard[event.page] = event.at_seconds
        if event.kind == "left":
            left.setdefault(event.page, event.at_seconds)
        elif event.kind in ("returned", "exam_started"):
            away += [Span(since, event.at_seconds) for since in left.values()]
            left.clear()
    ended = end < end_seconds
    away += [Span(since, end if ended else heard[page]) for page, since in left.items()]
    return [_episode(s) for s in joined(away, join_gap_seconds) if s.seconds >= least_seconds]


def exam_end(told: Sequence[float], end_seconds: float) -> float:
    """Return when the exam was over: the last `exam_ended`, if the recording ended soon after it.

    The word comes from the student's browser. One that is followed by a long recording excuses nothing.
    """
    last = max(told, default=end_seconds)
    return last if end_seconds - last <= AFTER_EXAM_SECONDS else end_seconds


def _episode(span: Span) -> Episode:
    shown = Observation(min(span.end, span.start + 1.0), "window_switch")
    return Episode("window_switch", span, shown, source="embed")
