"""What pages and the guard told about the screens: `screen_not_monitor` and `second_screen`. Browsers may lie."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from oes.domain.merging import Seen, merged
from oes.domain.observations import Episode, told_episode
from oes.domain.spans import Span, joined

PART = frozenset({"window", "browser"})
"""Surfaces that are less than a screen. What a browser does not tell ("unverified") accuses nobody."""
JOIN_SECONDS = 30.0
"""A page that is loaded again takes a moment to tell the same."""


@dataclass(frozen=True, slots=True)
class ScreenEvent:
    """One event at a moment of the attempt's clock. `page` names the load, or the start, that told it."""

    at_seconds: float
    kind: str
    detail: str
    page: str


def not_monitor_episodes(events: Iterable[ScreenEvent], *, end_seconds: float) -> list[Episode]:
    """Return one episode from each share of a window or tab to the next share of anything else, or to the end."""
    shares = sorted((e for e in events if e.kind == "screen_shared"), key=lambda e: e.at_seconds)
    found, since = [], None
    for share in shares:
        if share.detail in PART:
            since = share.at_seconds if since is None else since
        elif since is not None:
            found.append(Span(since, share.at_seconds))
            since = None
    if since is not None:
        found.append(Span(since, end_seconds))
    return _episodes(found, "screen_not_monitor", "screen", end_seconds)


def second_screen_episodes(
    events: Iterable[ScreenEvent],
    *,
    end_seconds: float,
    exam_page: Iterable[ScreenEvent] = (),
    guard: Iterable[ScreenEvent] = (),
) -> list[Episode]:
    """Return one episode for each time that a second screen was connected, with all who told of it.

    A page that has found one tells it once, so the recorder's word stands until it says otherwise or another of its
    loads speaks. The exam's page and the guard (`exam_page`, `guard`: all that they told) say what changed, over all
    loads and starts; their word ends with the last thing that was heard of them.
    """
    told = sorted(events, key=lambda e: e.at_seconds)
    seen = [Seen("recorder", span) for span in _connected(told, end_seconds, by_load=True)]
    seen += [Seen(who, span) for who, said in (("embed", exam_page), ("guard", guard)) for span in _told(said)]
    inside = [Seen(s.source, part) for s in seen if (part := s.span.clipped(Span(0.0, end_seconds)))]
    return [told_episode("second_screen", one.span, source=one.source) for one in merged(inside, JOIN_SECONDS)]


def _told(events: Iterable[ScreenEvent]) -> list[Span]:
    ordered = sorted(events, key=lambda e: e.at_seconds)
    screens = [e for e in ordered if e.kind in ("second_screen", "one_screen")]
    return _connected(screens, ordered[-1].at_seconds, by_load=False) if ordered else []


def _connected(events: Sequence[ScreenEvent], end_seconds: float, *, by_load: bool) -> list[Span]:
    """Return from when to when a second screen was told of. `by_load`: another load of the page ends what one said."""
    found: list[Span] = []
    since: tuple[str, float] | None = None
    for event in events:
        if since and (event.kind == "one_screen" or (by_load and event.page != since[0])):
            found.append(Span(since[1], event.at_seconds))
            since = None
        if event.kind == "second_screen" and since is None:
            since = (event.page, event.at_seconds)
    return [*found, Span(since[1], end_seconds)] if since else found


def _episodes(spans: Iterable[Span], kind: str, source: str, end_seconds: float) -> list[Episode]:
    inside = (span.clipped(Span(0.0, end_seconds)) for span in joined(spans, JOIN_SECONDS))
    return [told_episode(kind, span, source=source) for span in inside if span]
