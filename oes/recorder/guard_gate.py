"""Whether the desktop guard reports, and which listed programs run: for the device check, and before "ready"."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from oes.attempts.models import Attempt
from oes.domain.policy import ProgramUse
from oes.domain.programs import GuardEvent, running_programs
from oes.recordings.models import ClientEvent

HEARD_SECONDS = 30
"""The guard says something every 10 s."""


@dataclass(frozen=True, slots=True)
class GuardState:
    """`mode` of the policy; `state`: absent (never came), alive, silent, stopped. Names of running listed programs."""

    mode: str
    state: str
    forbidden: tuple[str, ...] = ()
    informative: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        names = {"forbidden": list(self.forbidden), "informative": list(self.informative)}
        return {"mode": self.mode, "state": self.state, **names}

    @property
    def refusal(self) -> str:
        """Return why an attempt may not begin: guard_missing, guard_programs, or nothing."""
        if self.mode != ProgramUse.REQUIRED:
            return ""
        if self.state != "alive":
            return "guard_missing"
        return "guard_programs" if self.forbidden else ""


def guard_state(attempt: Attempt, now: datetime) -> GuardState:
    """Return what the guard's events say. Two queries; none where the rules use no guard, and in a rehearsal."""
    policy = attempt.policy.value()
    if policy.guard == ProgramUse.OFF or attempt.is_rehearsal:
        return GuardState(ProgramUse.OFF, "absent")
    events = ClientEvent.objects.filter(attempt=attempt, source=ClientEvent.Source.GUARD)
    newest = events.exclude(kind="reports_missing").order_by("-received_at", "-pk").first()
    if newest is None:
        return GuardState(policy.guard, "absent")
    if newest.kind == "stopped":
        return GuardState(policy.guard, "stopped")
    if now - newest.received_at > timedelta(seconds=HEARD_SECONDS):
        return GuardState(policy.guard, "silent")
    told = events.filter(run_key=newest.run_key, kind__in=("program_seen", "program_gone")).order_by("pk")
    rows = told.values_list("at_seconds", "kind", "detail")
    running = running_programs([GuardEvent(at, kind, detail, "") for at, kind, detail in rows])
    weighing = {program.name for program in policy.listed_programs() if policy.program_weighs(program)}
    return GuardState(
        policy.guard,
        "alive",
        tuple(name for name in running if name in weighing),
        tuple(name for name in running if name not in weighing),
    )
