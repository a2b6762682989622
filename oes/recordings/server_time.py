"""Minutes that a student lost to our own server: how many, and giving them back."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from oes.accounts.models import User
from oes.attempts.allowances import add_allowance
from oes.attempts.models import Allowance, Attempt
from oes.attempts.services import note_change
from oes.domain.accommodation import Terms
from oes.domain.policy import ServerTime
from oes.domain.spans import Span, measured, subtracted
from oes.domain.technical import OUTAGE_MARGIN_SECONDS, SERVER_DOWN, lost_to_server, minutes_to_give
from oes.recordings.models import FaultLine, ServerOutage


@dataclass(frozen=True, slots=True)
class Lost:
    """`seconds` without our server, outside granted breaks; `given`: minutes given back; `due`: minutes that are left
    to give, 0 where the policy gives none or the attempt does not run."""

    seconds: float
    given: int
    due: int


def lost_by(attempt: Attempt) -> Lost:
    """Return what an attempt lost to our server, as its fault ledger says. Three queries."""
    seconds = lost_to_server(_told(attempt), attempt.pause_spans(timezone.now()))
    own = Allowance.objects.filter(attempt=attempt, source=Allowance.Source.SERVER)
    given = own.aggregate(minutes=Sum("extra_minutes"))["minutes"] or 0
    may = attempt.is_running and attempt.policy.value().server_time != ServerTime.OFF
    return Lost(seconds, given, minutes_to_give(seconds, given) if may else 0)


def _told(attempt: Attempt) -> list[Span]:
    rows = FaultLine.objects.filter(attempt=attempt, reason=SERVER_DOWN)
    return [Span(start, end) for start, end in rows.values_list("start_seconds", "end_seconds")]


def _noted(attempt: Attempt) -> float:
    """Return how much of what an attempt lost to our server lies near an outage that the server noted itself: the rest
    is the word of a page that its student may have written."""
    away = ServerOutage.objects.filter(kind=ServerOutage.Kind.AWAY, ended_at__gt=attempt.started_at)
    near = [
        Span(
            attempt.elapsed_seconds(start) - OUTAGE_MARGIN_SECONDS, attempt.elapsed_seconds(end) + OUTAGE_MARGIN_SECONDS
        )
        for start, end in away.values_list("started_at", "ended_at")
    ]
    alone = list(subtracted(_told(attempt), near))
    return measured(subtracted(_told(attempt), [*alone, *attempt.pause_spans(timezone.now())]))


@transaction.atomic
def give_back(*, attempt: Attempt, by: User | None) -> int:
    """Give a running attempt the minutes that it lost to our server and has not got back; return how many.

    Twice gives them once. `by`: None where the policy gives them by itself, which only our server's own signs of life
    can make it do: of what the page alone told a person decides.
    """
    attempt = Attempt.objects.select_for_update(of=("self",)).select_related("policy").get(pk=attempt.pk)
    lost = lost_by(attempt)
    due = lost.due if by else min(lost.due, minutes_to_give(_noted(attempt), lost.given))
    if due:
        add_allowance(attempt=attempt, source=Allowance.Source.SERVER, terms=Terms(extra_minutes=due), by=by)
        note_change(attempt.pk)
    return due
