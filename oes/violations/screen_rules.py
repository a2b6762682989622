"""The rows that tell of an attempt's screen, as the values that the pure rules take, and their episodes."""

from collections.abc import Sequence
from dataclasses import replace

from oes.analysis.detectors.screen import screen_episodes
from oes.analysis.models import ObservationSet
from oes.analysis.screen_columns import KEY, from_screen_columns
from oes.attempts.models import Attempt
from oes.domain.measures import ScreenMeasures
from oes.domain.observations import Episode
from oes.domain.policy import Policy
from oes.domain.shared_screen import ScreenEvent, not_monitor_episodes, second_screen_episodes
from oes.domain.spans import Span
from oes.recordings.models import ClientEvent, TrackKind

SOURCES = (ClientEvent.Source.RECORDER, ClientEvent.Source.EMBED, ClientEvent.Source.GUARD)
"""Whoever can tell of a second screen."""


def screen_found(
    attempt: Attempt, events: Sequence[ClientEvent], elapsed_seconds: float, policy: Policy
) -> list[Episode]:
    """Return the episodes that the screen shows, and those that recorder, exam's page and guard told of."""
    told, exam_page, guard = ([_event(e) for e in events if e.source == one] for one in SOURCES)
    inside = Span(0.0, elapsed_seconds)
    seen = screen_episodes(placed_looks(attempt), policy.thresholds)
    return [
        *(replace(e, span=part) for e in seen if (part := e.span.clipped(inside))),
        *not_monitor_episodes(told, end_seconds=elapsed_seconds),
        *second_screen_episodes(told, end_seconds=elapsed_seconds, exam_page=exam_page, guard=guard),
    ]


def _event(event: ClientEvent) -> ScreenEvent:
    """Return an event as the rules know it: the guard counts screens, pages say whether there is a second one."""
    kind = event.kind
    if kind == "screens":
        several = event.detail.isdecimal() and int(event.detail) > 1
        kind = "second_screen" if several else "one_screen"
    return ScreenEvent(event.at_seconds, kind, event.detail, str(event.run_key))


def placed_looks(attempt: Attempt) -> list[ScreenMeasures]:
    """Return the looked-at moments of the screen on the attempt's clock, in order."""
    rows = ObservationSet.objects.filter(
        segment__track__attempt=attempt, segment__track__kind=TrackKind.SCREEN, revision=1
    )
    looks = []
    for frames, start in rows.values_list("frames", "segment__started_seconds"):
        looks += [replace(one, at_seconds=start + one.at_seconds) for one in _looks(frames)]
    return sorted(looks, key=lambda look: look.at_seconds)


def _looks(frames: dict[str, object]) -> list[ScreenMeasures]:
    """Return a set's looks; sets of before the screen was looked at have none."""
    stored = frames.get(KEY)
    return from_screen_columns(stored) if isinstance(stored, dict) else []
