"""Technical facts that the recorder's page told, as reasons of missing seconds."""

from collections.abc import Iterable
from datetime import datetime

from oes.domain.spans import Span
from oes.domain.timeline import Fault
from oes.recordings.models import ClientEvent

MARGIN_SECONDS = 1.0
"""A reload, say, explains what is missing this near to it."""
FUTURE_SECONDS = 5.0
LEFT_SECONDS = 20.0
"""A page that was back sooner was loaded again, not closed."""
_MOMENTS = {"reload": "reload", "go_on": "reload", "track_ended": "track_ended"}
_SECONDS_BEFORE = {"asleep": "device_asleep", "no_recording": "no_recording", "recording_lost": "recording_lost"}
"""Told when it was over, with its length in seconds."""
_BEGINS = {
    "offline": "offline",
    "closed": "tab_closed",
    "hidden phone": "page_hidden",
    "track_muted camera": "track_muted",
    "storage_full camera": "storage_full camera",
    "storage_full screen": "storage_full screen",
}
_ENDS = {
    "online": ("offline",),
    "visible phone": ("page_hidden",),
    "track_unmuted camera": ("track_muted",),
    "storage_free camera": ("storage_full camera",),
    "storage_free screen": ("storage_full screen",),
    "reload": ("page_hidden", "track_muted", "tab_closed"),
}
"""Faults that last, by the event and its detail. A page says "phone" where its camera stops while it is hidden;
elsewhere that is no fault. Camera and screen are held back each for itself."""


def possible(events: Iterable[ClientEvent], started_at: datetime) -> list[ClientEvent]:
    """Return the events without sleeps that would end in the future: there the calendar was put forward."""
    return [
        event
        for event in events
        if event.kind != "asleep"
        or event.at_seconds <= (event.received_at - started_at).total_seconds() + FUTURE_SECONDS
    ]


def faults_of(events: Iterable[ClientEvent], duration_seconds: float) -> list[Fault]:
    """Return the technical facts that may explain missing seconds."""
    faults: list[Fault] = []
    open_since: dict[str, float] = {}
    told = sorted((e for e in events if e.source == ClientEvent.Source.RECORDER), key=lambda e: e.at_seconds)
    for event in told:
        faults += _ended(event, open_since)
        if event.kind in _SECONDS_BEFORE:
            since = event.at_seconds - _number(event.detail)
            faults.append(Fault(Span(since, event.at_seconds), _SECONDS_BEFORE[event.kind]))
        elif event.kind in _MOMENTS:
            faults.append(_around(_MOMENTS[event.kind], event.at_seconds, event.at_seconds))
        elif event.kind == "refused":
            faults.append(_refused(event))
    faults += [_lasting(which, since, duration_seconds) for which, since in open_since.items()]
    return [
        fault
        for fault in _without_sleep_of_hidden(faults)
        if fault.reason != "tab_closed" or fault.span.seconds > LEFT_SECONDS
    ]


def _refused(event: ClientEvent) -> Fault:
    """Return which seconds the server did not take: the page tells them as the last word; older ones did not."""
    start, _, end = event.detail.rpartition(" ")[2].partition("-")
    told = Span(_number(start), _number(end))
    return Fault(told, "refused") if told.seconds else _around("refused", event.at_seconds, event.at_seconds)


def _ended(event: ClientEvent, open_since: dict[str, float]) -> list[Fault]:
    """Note what an event begins, and return what it ends."""
    ended = []
    for word in (event.kind, f"{event.kind} {event.detail}"):
        if word in _BEGINS:
            open_since.setdefault(_BEGINS[word], event.at_seconds)
        known = [which for which in _ENDS.get(word, ()) if which in open_since]
        ended += [_lasting(which, open_since.pop(which), event.at_seconds) for which in known]
    return ended


def _lasting(which: str, start: float, end: float) -> Fault:
    """Return a fact with a beginning and an end.

    A source that is held back is itself the reason, a lost line only what led to it: the wider span explains the gap.
    """
    reason = which.split()[0]
    return _around(reason, start, end) if reason == "storage_full" else Fault(Span(start, max(start, end)), reason)


def _around(reason: str, start: float, end: float) -> Fault:
    return Fault(Span(start - MARGIN_SECONDS, max(start, end) + MARGIN_SECONDS), reason)


def _without_sleep_of_hidden(faults: list[Fault]) -> list[Fault]:
    """Leave out a sleep that is only a phone's browser standing still while another app was in front."""
    hidden = [fault.span for fault in faults if fault.reason == "page_hidden"]
    return [
        fault
        for fault in faults
        if fault.reason != "device_asleep" or not any(span.overlap(fault.span) > 0 for span in hidden)
    ]


def _number(detail: str) -> float:
    try:
        return min(max(float(detail), 0.0), 86400.0)
    except ValueError:
        return 0.0
