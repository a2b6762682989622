"""What the guard told of an attempt, as the values that the pure rules take, and its episodes."""

from collections.abc import Iterable

from oes.domain.observations import Episode
from oes.domain.policy import Policy
from oes.domain.programs import (
    FORBIDDEN,
    LISTED,
    GuardEvent,
    machine_episodes,
    silent_episodes,
    software_episodes,
)
from oes.recordings.models import ClientEvent


def guard_found(events: Iterable[ClientEvent], elapsed_seconds: float, policy: Policy) -> list[Episode]:
    """Return the episodes that only the guard knows of."""
    told = guard_events(events)
    kinds = {p.name: FORBIDDEN if policy.program_weighs(p) else LISTED for p in policy.listed_programs()}
    return [
        *software_episodes(told, kinds, end_seconds=elapsed_seconds),
        *silent_episodes(told, end_seconds=elapsed_seconds),
        *machine_episodes(told, end_seconds=elapsed_seconds),
    ]


def guard_events(events: Iterable[ClientEvent]) -> list[GuardEvent]:
    """Return the guard's events in the order they are given."""
    return [
        GuardEvent(e.at_seconds, e.kind, e.detail, str(e.run_key))
        for e in events
        if e.source == ClientEvent.Source.GUARD
    ]
