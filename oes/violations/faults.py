"""Technical facts that the recorder's page told, as reasons of missing seconds."""

from collections.abc import Iterable

from oes.domain.spans import Span
from oes.domain.timeline import Fault
from oes.recordings.models import ClientEvent

MARGIN_SECONDS = 1.0
"""A reload, say, explains what is missing this near to it."""
_MOMENTS = {"reload": "reload", "go_on": "reload", "track_ended": "track_ended", "refused": "refused"}
_SECONDS_BEFORE = {"asleep": "device_asleep", "no_recording": "no_recording", "recording_lost": "recording_lost"}
"""Told when it was over, with its length in seconds."""
_ENDS = {"online": "offline", "storage_free": "storage_full"}
_BEGINS = frozenset(_ENDS.values())


def faults_of(events: Iterable[ClientEvent], duration_seconds: float) -> list[Fault]:
    """Return the technical facts that may explain missing seconds."""
    faults: list[Fault] = []
    open_since: dict[tuple[str, str], float] = {}
    told = sorted((e for e in events if e.source == ClientEvent.Source.RECORDER), key=lambda e: e.at_seconds)
    for event in told:
        begun = (_ENDS.get(event.kind, ""), _which(event))
        if event.kind in _BEGINS:
            open_since.setdefault((event.kind, _which(event)), event.at_seconds)
        elif begun in open_since:
            faults.append(_lasting(begun[0], open_since.pop(begun), event.at_seconds))
        elif event.kind in _SECONDS_BEFORE:
            since = event.at_seconds - _number(event.detail)
            faults.append(Fault(Span(since, event.at_seconds), _SECONDS_BEFORE[event.kind]))
        elif event.kind in _MOMENTS:
            faults.append(_around(_MOMENTS[event.kind], event.at_seconds, event.at_seconds))
    return faults + [_lasting(kind, since, duration_seconds) for (kind, _), since in open_since.items()]


def _which(event: ClientEvent) -> str:
    """Return the source that a fact is about: camera and screen are held back each for itself."""
    return event.detail if event.kind.startswith("storage_") else ""


def _lasting(kind: str, start: float, end: float) -> Fault:
    """Return a fact with a beginning and an end.

    A source that is held back is itself the reason, a lost line only what led to it: the wider span explains the gap.
    """
    return _around(kind, start, end) if kind == "storage_full" else Fault(Span(start, max(start, end)), kind)


def _around(reason: str, start: float, end: float) -> Fault:
    return Fault(Span(start - MARGIN_SECONDS, max(start, end) + MARGIN_SECONDS), reason)


def _number(detail: str) -> float:
    try:
        return min(max(float(detail), 0.0), 86400.0)
    except ValueError:
        return 0.0
