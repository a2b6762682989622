"""The account of seconds and the ledger of technical faults, stored anew at each rebuild."""

from collections.abc import Sequence

from oes.attempts.models import Attempt
from oes.domain.account import account_of
from oes.domain.clocks import jumps
from oes.domain.policy import Policy, ServerTime
from oes.domain.spans import Span
from oes.domain.technical import CLOCK_MOVED, Cause, TechnicalFault, fault_ledger
from oes.domain.timeline import KnownBy, MissingSpan
from oes.recordings.clocks import Clocks
from oes.recordings.server_time import give_back
from oes.recordings.services import replace_faults, replace_gaps
from oes.violations.absences import clock_moves_of_server
from oes.violations.rules import Material

SERVER_CLOCK_MOVED = "server_clock_moved"


def store_account(attempt: Attempt, material: Material, policy: Policy) -> None:
    """Replace the gaps of the expected tracks, and the lines of the fault ledger. Where the policy says so, a running
    attempt gets back what it lost to our server."""
    whole = Span(0.0, material.duration_seconds)
    gaps: list[MissingSpan] = []
    for track in policy.required_tracks(attempt.tier):
        account = account_of(material.recorded.get(track, []), whole, material.faults, material.pauses)
        replace_gaps(attempt=attempt, track=track, missing=account.gaps, clocks=material.clocks)
        gaps += account.gaps
    lines = [*fault_ledger(material.faults, gaps, whole), *_moved(attempt, material.clocks)]
    replace_faults(attempt=attempt, lines=lines, clocks=material.clocks)
    if attempt.is_running and policy.server_time == ServerTime.GIVE:
        give_back(attempt=attempt, by=None)


def _moved(attempt: Attempt, clocks: Clocks) -> Sequence[TechnicalFault]:
    """Return a line for each time that a wall clock was moved, here or there."""
    told = [(Span(jump.at_seconds, jump.at_seconds), f"{jump.by_seconds:+}") for jump in jumps(clocks.readings)]
    lines = [TechnicalFault(Cause.DEVICE, CLOCK_MOVED, at, KnownBy.RECORDER, by) for at, by in told]
    return lines + [
        TechnicalFault(Cause.SERVER, SERVER_CLOCK_MOVED, Span(at, at), KnownBy.SERVER)
        for at in clock_moves_of_server(attempt)
    ]
