"""When the exam's window was left: what exam page, extension and guard told becomes episodes, one for each switch."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from oes.domain.merging import Seen, merged
from oes.domain.observations import Episode, told_episode
from oes.domain.spans import Span

AFTER_EXAM_SECONDS = 300.0
"""Between the testing system's last page and the finish in the recorder."""
SILENT_SECONDS = 90.0
"""All sources tell every 10 s that they are alive; browsers let a hidden page do so once a minute only."""
EMBED = "embed"


@dataclass(frozen=True, slots=True)
class WindowEvent:
    """What one source told at a moment of the attempt's clock.

    `page` names the load of the exam's page, or the start of the program, that told it; `detail` the program or host
    that was in front, where the source knows it.
    """

    at_seconds: float
    kind: str
    page: str
    source: str = EMBED
    detail: str = ""


def switch_episodes(
    events: Iterable[WindowEvent], *, end_seconds: float, least_seconds: float, join_gap_seconds: float
) -> list[Episode]:
    """Return a `window_switch` episode for each time the exam was left until it came back.

    Each source is read by itself; then what overlaps or lies within `join_gap_seconds` is one episode, told by all of
    them. A page or program that never says that the student came back counts up to the last thing it said (a page goes
    on to send heartbeats while another window is in front): who closes the exam's tab after the test has not switched
    for the rest of the hour. What comes after the last `exam_ended` is no switch.
    """
    ordered = sorted(events, key=lambda e: (e.at_seconds, e.source, e.page, e.kind, e.detail))
    end = exam_end([e.at_seconds for e in ordered if e.source == EMBED and e.kind == "exam_ended"], end_seconds)
    before = [e for e in ordered if e.at_seconds < end]
    seen: list[Seen] = []
    for source in sorted({e.source for e in before}):
        seen += _away([e for e in before if e.source == source], end, ended=end < end_seconds)
    found = (one for one in merged(seen, join_gap_seconds) if one.span.seconds >= least_seconds)
    return [told_episode("window_switch", one.span, source=one.source, detail=one.detail) for one in found]


def exam_end(told: Sequence[float], end_seconds: float) -> float:
    """Return when the exam was over: the last `exam_ended`, if the recording ended soon after it.

    The word comes from the student's browser. One that is followed by a long recording excuses nothing.
    """
    last = max(told, default=end_seconds)
    return last if end_seconds - last <= AFTER_EXAM_SECONDS else end_seconds


class _Leaving:
    """One page or program whose window was left: since when, what was in front, and when it was last heard of."""

    def __init__(self, event: WindowEvent) -> None:
        self.source, self.since, self.heard = event.source, event.at_seconds, event.at_seconds
        self.steps = [event]

    def until(self, end: float) -> list[Seen]:
        """Return the seconds up to `end`, in one piece for each program or host that was in front."""
        ends = [step.at_seconds for step in self.steps[1:]] + [end]
        return [
            Seen(self.source, Span(step.at_seconds, stop), step.detail)
            for step, stop in zip(self.steps, ends, strict=True)
        ]


def _away(events: Sequence[WindowEvent], end: float, *, ended: bool) -> list[Seen]:
    """Return when one source was away, by its events in order of time, all before `end`.

    The next page of the exam speaks for the one before it; a program that was started anew does not know what its
    forerunner saw. `ended`: the exam was over at `end`, and whoever was still heard of shortly before was away up to
    then.
    """
    away: list[Seen] = []
    left: dict[str, _Leaving] = {}
    for event in events:
        own = left.get(event.page)
        if own:
            own.heard = event.at_seconds
        if event.kind == "left":
            _leave(left, event)
        elif event.kind == "stopped" and own:
            away += left.pop(event.page).until(event.at_seconds)
        elif event.kind in ("returned", "exam_started"):
            for page in [page for page in left if event.source == EMBED or page == event.page]:
                away += left.pop(page).until(event.at_seconds)
    for one in left.values():
        away += one.until(end if ended and end - one.heard <= SILENT_SECONDS else one.heard)
    return away


def _leave(left: dict[str, _Leaving], event: WindowEvent) -> None:
    own = left.setdefault(event.page, _Leaving(event))
    if event.detail and event.detail != own.steps[-1].detail:
        own.steps.append(event)
