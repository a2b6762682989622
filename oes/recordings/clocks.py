"""Both wall clocks of an attempt: the server's, and the one of the student's computer where it told it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from oes.attempts.models import Attempt
from oes.domain.clocks import Reading, offset_at
from oes.recordings.models import ClientEvent, Run

LONGEST_OFFSET_SECONDS = 30 * 365 * 86400.0
"""A browser's clock that lies further apart than thirty years says nothing."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """Turns places on the attempt's clock into moments on both wall clocks."""

    started_at: datetime
    readings: Sequence[Reading]

    def server(self, seconds: float) -> datetime:
        return self.started_at + timedelta(seconds=seconds)

    def browser(self, seconds: float) -> datetime | None:
        offset = offset_at(self.readings, seconds)
        if offset is None or abs(offset) > LONGEST_OFFSET_SECONDS:
            return None
        return self.server(seconds) + timedelta(seconds=offset)


def clocks_of(attempt: Attempt, events: Iterable[ClientEvent]) -> Clocks:
    """Return the clocks of a started attempt, by what its recorder's pages told, in the order they told it."""
    assert attempt.started_at is not None
    started_at = attempt.started_at
    order = {key: number for key, number in Run.objects.filter(attempt=attempt).values_list("key", "number")}
    told = [e for e in events if e.source == ClientEvent.Source.RECORDER and e.wall_at and e.at_seconds > 0]
    told.sort(key=lambda e: (order.get(e.run_key, 0), e.sequence))
    readings = [Reading(e.at_seconds, (e.wall_at - started_at).total_seconds()) for e in told if e.wall_at]
    return Clocks(started_at, readings)
