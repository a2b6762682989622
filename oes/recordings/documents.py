"""What stands in an attempt's chain by its hash: batches of events, and the gaps of a track. Made from the rows."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from oes.attempts.models import Attempt
from oes.lib.canonical import canonical, instant
from oes.recordings.models import ClientEvent, FaultLine, Gap


def batch_of_events(*, source: str, page: UUID, received_at: datetime, events: Iterable[ClientEvent]) -> bytes:
    """Return what one page or program told in one message: canonical JSON."""
    told = [
        {
            "sequence": event.sequence,
            "kind": event.kind,
            "at_seconds": float(event.at_seconds),
            "wall_at": instant(event.wall_at),
            "detail": event.detail,
        }
        for event in sorted(events, key=lambda event: event.sequence)
    ]
    return canonical({"source": source, "page": str(page), "received_at": instant(received_at), "events": told})


def stored_batch(*, attempt: Attempt, source: str, page: UUID, received_at: datetime) -> bytes:
    """Return a batch as its rows stand now. One query."""
    rows = ClientEvent.objects.filter(attempt=attempt, source=source, run_key=page, received_at=received_at)
    return batch_of_events(source=source, page=page, received_at=received_at, events=rows)


def gaps_of_track(*, attempt: Attempt, track: str) -> bytes:
    """Return the gaps of a track as their rows stand now: canonical JSON, in order of time. One query."""
    rows = Gap.objects.filter(attempt=attempt, track=track).order_by("start_seconds", "end_seconds", "reason")
    return canonical({"track": track, "gaps": [_gap(row) for row in rows]})


def faults(*, attempt: Attempt) -> bytes:
    """Return an attempt's technical faults as their rows stand now: canonical JSON, in order of time. One query."""
    rows = FaultLine.objects.filter(attempt=attempt).order_by(
        "start_seconds", "end_seconds", "cause", "reason", "detail"
    )
    return canonical({"faults": [_fault(row) for row in rows]})


def _fault(row: FaultLine) -> dict[str, object]:
    return {
        "start": row.start_seconds,
        "end": row.end_seconds,
        "cause": row.cause,
        "reason": row.reason,
        "known_by": row.known_by,
        "detail": row.detail,
        "browser": [instant(row.browser_from), instant(row.browser_to)],
    }


def _gap(row: Gap) -> dict[str, object]:
    return {
        "start": row.start_seconds,
        "end": row.end_seconds,
        "reason": row.reason,
        "known_by": row.known_by,
        "server": [instant(row.server_from), instant(row.server_to)],
        "browser": [instant(row.browser_from), instant(row.browser_to)],
    }
