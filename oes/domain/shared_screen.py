"""What the recorder's page told about the screens: `screen_not_monitor` and `second_screen`. Browsers may lie."""

from collections.abc import Iterable
from dataclasses import dataclass

from oes.domain.observations import Episode, Observation
from oes.domain.spans import Span, joined

PART = frozenset({"window", "browser"})
"""Surfaces that are less than a screen. What a browser does not tell ("unverified") accuses nobody."""
JOIN_SECONDS = 30.0
"""A page that is loaded again takes a moment to tell the same."""


@dataclass(frozen=True, slots=True)
class RecorderEvent:
    """One event of the recorder's page at a moment of the attempt's clock. `page` names the load that told it."""

    at_seconds: float
    kind: str
    detail: str
    page: str


def not_monitor_episodes(events: Iterable[RecorderEvent], *, end_seconds: float) -> list[Episode]:
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


def second_screen_episodes(events: Iterable[RecorderEvent], *, end_seconds: float) -> list[Episode]:
    """Return one episode for each time that a second screen was connected.

    A page that has found one tells it once, so its word stands until it says otherwise or another page speaks.
    """
    found: list[Span] = []
    since: tuple[str, float] | None = None
    for event in sorted(events, key=lambda e: e.at_seconds):
        if since and (event.kind == "one_screen" or event.page != since[0]):
            found.append(Span(since[1], event.at_seconds))
            since = None
        if event.kind == "second_screen" and since is None:
            since = (event.page, event.at_seconds)
    if since:
        found.append(Span(since[1], end_seconds))
    return _episodes(found, "second_screen", "recorder", end_seconds)


def _episodes(spans: Iterable[Span], kind: str, source: str, end_seconds: float) -> list[Episode]:
    inside = (span.clipped(Span(0.0, end_seconds)) for span in joined(spans, JOIN_SECONDS))
    return [Episode(kind, s, Observation(min(s.end, s.start + 1.0), kind), source) for s in inside if s]
