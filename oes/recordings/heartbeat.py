"""The web server's own signs of life: what is missing between two of them is time lost to our server."""

import logging
import threading
import time
from datetime import datetime, timedelta

from django.db import DatabaseError, connection, transaction
from django.db.models import Q
from django.utils import timezone

from oes.attempts.models import Attempt
from oes.recordings.models import ServerBeat, ServerOutage

BEAT_SECONDS = 5.0
AWAY_SECONDS = 15.0
"""Three signs of life in a row are missing: then the server was away."""
RESTART_SECONDS = BEAT_SECONDS + 1.0
"""A process that has just begun knows that there was a restart, if nobody else gave the sign that was due."""
CLOCK_SECONDS = 5.0
"""Wall clock and monotonic clock of a living process differ by so much only when the wall clock was moved."""

log = logging.getLogger(__name__)


def begin() -> None:
    """Give signs of life for as long as this process lives. Called once in each process of the web server."""
    threading.Thread(target=_beat_for_ever, name="heartbeat", daemon=True).start()


def _beat_for_ever() -> None:
    before: tuple[datetime, float] | None = None
    while True:
        now, ticks = timezone.now(), time.monotonic()
        moved = 0.0
        if before is not None:
            moved = (now - before[0]).total_seconds() - (ticks - before[1])
        try:
            beat(now=now, starting=before is None, clock_moved=abs(moved) > CLOCK_SECONDS)
            before = now, ticks
        except DatabaseError as error:  # the next sign of life will show how long the database was away
            log.warning("no sign of life could be stored", extra={"error": type(error).__name__})
        finally:
            connection.close()
        time.sleep(BEAT_SECONDS)


@transaction.atomic
def beat(*, now: datetime, starting: bool = False, clock_moved: bool = False) -> ServerOutage | None:
    """Store a sign of life; return the outage that ends with it, if there was one.

    Of several processes the first one to come back tells of the outage. A clock that was moved is told as such, since
    a process that has lived on knows that the server was not away.
    """
    last = ServerBeat.objects.first()
    if last is None:
        ServerBeat.objects.create(pk=1, at=now)
        return None
    away = (now - last.at).total_seconds()
    if not ServerBeat.objects.filter(pk=last.pk, at=last.at).update(at=now if clock_moved else max(now, last.at)):
        return None
    if clock_moved:
        kind = ServerOutage.Kind.CLOCK_MOVED
    elif away >= (RESTART_SECONDS if starting else AWAY_SECONDS):
        kind = ServerOutage.Kind.AWAY
    else:
        return None
    # Also what ended meanwhile: a page may hand in before the first sign of life of a server that is back.
    met = Attempt.objects.filter(Q(ended_at=None) | Q(ended_at__gt=min(last.at, now)), started_at__lt=now)
    met.update(changed_at=timezone.now())
    return ServerOutage.objects.create(kind=kind, started_at=min(last.at, now), ended_at=now)


def is_away(now: datetime) -> bool:
    """Return whether the web server gives no sign of life now. One that never gave any is not looked for."""
    last = ServerBeat.objects.first()
    return last is not None and now - last.at >= timedelta(seconds=AWAY_SECONDS)


def last_back(now: datetime) -> datetime | None:
    """Return when the web server last came back after it had been away; None if it never was."""
    rows = ServerOutage.objects.filter(kind=ServerOutage.Kind.AWAY, ended_at__lte=now)
    return rows.order_by("-ended_at").values_list("ended_at", flat=True).first()
