"""The ledger of technical faults: whose fault it was that something did not work. Its lines weigh nothing."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from oes.domain.spans import Span, clipped, joined, measured, subtracted
from oes.domain.timeline import Fault, KnownBy, MissingSpan

JOIN_SECONDS = 2.0
"""Faults of one reason this close are one line."""
SERVER_DOWN = "server_down"
OFFLINE = "offline"
CLOCK_MOVED = "clock_moved"
OUTAGE_MARGIN_SECONDS = 30.0
"""A page that got no answer waits up to so long before it asks again."""


class Cause(StrEnum):
    """Whose fault it was. Keys are stored: they never change."""

    NETWORK = "network"
    POWER = "power"
    DEVICE = "device"
    SERVER = "server"


CAUSES = {
    OFFLINE: Cause.NETWORK,
    "storage_full": Cause.NETWORK,
    "device_asleep": Cause.POWER,
    "track_ended": Cause.DEVICE,
    "track_muted": Cause.DEVICE,
    "no_recording": Cause.DEVICE,
    "recording_lost": Cause.DEVICE,
    "reload": Cause.DEVICE,
    "tab_closed": Cause.DEVICE,
    CLOCK_MOVED: Cause.DEVICE,
    SERVER_DOWN: Cause.SERVER,
    "refused": Cause.SERVER,
}
"""By the reason of a gap. What is not here is no technical fault: a granted break, a late return, another app."""


@dataclass(frozen=True, slots=True)
class TechnicalFault:
    """One line, on the attempt's clock. It takes nothing off, whatever it is."""

    cause: Cause
    reason: str
    span: Span
    known_by: str
    detail: str = ""


def fault_ledger(faults: Iterable[Fault], gaps: Iterable[MissingSpan], attempt: Span) -> list[TechnicalFault]:
    """Return a line for each technical fault inside an attempt, in order of time.

    A fault of a moment lasts as long as the gap that it explains. Of several who told the same, the page's own word
    stands first.
    """
    by_reason: dict[str, list[Fault]] = defaultdict(list)
    for gap in gaps:
        by_reason[gap.reason].append(Fault(gap.span, gap.reason, gap.known_by))
    for fault in faults:
        by_reason[fault.reason].append(fault)
    lines = [
        TechnicalFault(cause, reason, span, _whose(span, by_reason[reason]))
        for reason, cause in CAUSES.items()
        for span in clipped(joined((one.span for one in by_reason[reason]), JOIN_SECONDS), attempt)
    ]
    return sorted(lines, key=lambda line: (line.span, line.reason))


def _whose(span: Span, faults: Sequence[Fault]) -> str:
    words = {fault.known_by for fault in faults if fault.span.overlap(span) > 0}
    return next((who for who in (KnownBy.RECORDER, KnownBy.SERVER) if who in words), KnownBy.INFERRED)


def without_answer(asked: Span, outages: Iterable[Span]) -> list[Fault]:
    """Return whose fault it was that a page got no answer: ours near the times in which our server was away, else that
    of the line."""
    near = [Span(one.start - OUTAGE_MARGIN_SECONDS, one.end + OUTAGE_MARGIN_SECONDS) for one in outages]
    ours = clipped(near, asked)
    lines = [span for span in subtracted([asked], ours) if span.seconds > JOIN_SECONDS]
    return [*(Fault(span, SERVER_DOWN) for span in ours), *(Fault(span, OFFLINE) for span in lines)]


def lost_to_server(away: Iterable[Span], pauses: Iterable[Span] = ()) -> float:
    """Return the seconds in which our server was not there for the student, outside granted breaks."""
    return measured(subtracted(away, pauses))


def minutes_to_give(lost_seconds: float, given_minutes: int) -> int:
    """Return the whole minutes that are still to be given back for time lost to our server; begun ones are full."""
    return max(0, ceil(round(lost_seconds, 3) / 60) - given_minutes)
