"""The fault test: faults at the moments of the plan, then the questions that must all be answered with yes."""

import json
import shutil
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bench.chaos.disk import own_disk
from bench.chaos.plan import LONGEST_SECONDS, Fault, counted, planned, sittings
from bench.chaos.strikes import Striker, Struck
from bench.chaos.world import World, faketime
from bench.processes import NotReady

END_SECONDS, SETTLE_SECONDS, START_SECONDS = 120.0, 60.0, 20.0
TOGETHER_PART = 0.3
"""So many of the faults strike whatever else is going on."""
UNJUDGED = """
    select a.uuid, a.state, a.end_source, a.changed_at, t.seen_changed_at, t.built_at, t.claimed_at, t.is_final
    from attempts_attempt a left join violations_trust t on t.attempt_id = a.id where a.started_at is not null
    and (a.state in ('started', 'paused') or t.is_final is not 1 or a.changed_at is not t.seen_changed_at)"""
WAITING = """select (select count(*) from recordings_segment where analysed_at is null and unreadable_reason = '')
    + (select count(*) from attempts_attempt a left join violations_trust t on t.attempt_id = a.id
       where a.started_at is not null
         and (a.state in ('started', 'paused') or t.is_final is not 1 or a.changed_at is not t.seen_changed_at))"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a run is asked for. `every_seconds`: the mean time between two faults; `places`: students at a time."""

    faults: int
    seed: int
    every_seconds: float = 1.5
    places: int = 8
    browsers: int = 3
    disk_mb: int = 1024
    twins: int = 20
    longest_seconds: float = LONGEST_SECONDS


@dataclass(slots=True)
class Outcome:
    """`problems`: sentences, none where all held; `struck`: what happened, for who looks for the reason."""

    wanted: Wanted
    kinds: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    figures: dict[str, Any] = field(default_factory=dict)
    struck: list[str] = field(default_factory=list)
    by_itself: list[str] = field(default_factory=list)


def run_chaos(wanted: Wanted, *, folder: Path, models: Path, tell: Callable[[str], None]) -> Outcome:
    """Run the whole test in `folder`. NotReady where the installation does not come up."""
    control = folder / "control"
    control.mkdir(parents=True)
    plan = planned(faults=wanted.faults, seed=wanted.seed, places=wanted.places, every_seconds=wanted.every_seconds)
    with ExitStack() as stack:
        disk = stack.enter_context(own_disk(folder / "data", megabytes=wanted.disk_mb, control=control))
        world = World(folder, models=models, disk=disk, control=control)
        stack.callback(world.close)
        tell("preparing")
        seconds = plan[-1].at_seconds if plan else 10.0
        places = [
            sittings(seed=wanted.seed, place=p, seconds=2 * seconds + 60, longest=wanted.longest_seconds)
            for p in range(wanted.places)
        ]
        world.prepare(places=places, browsers=wanted.browsers, seed=wanted.seed)
        world.start()
        outcome = Outcome(wanted, kinds=counted(plan))
        began = time.monotonic()
        struck = _strike_all(plan, Striker(world), world, tell)
        outcome.figures = {"disk": disk.kind, "clock": "libfaketime" if faketime() else "not shifted"}
        outcome.problems += _settle(world, tell)
        _note(outcome, world, struck, time.monotonic() - began)
        tell("checking")
        world.stop()
        disk.free()
        _check(outcome, world)
        if outcome.problems:  # its disk vanishes with the run
            shutil.copy(world.own.folder / "oes.sqlite3", folder / "after.sqlite3")
    return outcome


def _strike_all(plan: list[Fault], striker: Striker, world: World, tell: Callable[[str], None]) -> list[Struck]:
    """Do each fault at its time. The plan's clock stands still while a killed server starts: a fault that meets nobody
    would be none.
    """
    began, struck, stood = time.monotonic(), [], 0.0
    for fault in plan:
        time.sleep(max(0.0, began + stood + fault.at_seconds - time.monotonic()))
        if fault.part > TOGETHER_PART:
            stood += world.wait_for_server(START_SECONDS)
        at = time.monotonic() - began
        struck.append(Struck(fault, at, striker.strike(fault)))
        if fault.number % 25 == 0:
            tell(f"{fault.number} faults in {at:.0f} s")
    striker.wait()
    return struck


def _settle(world: World, tell: Callable[[str], None]) -> list[str]:
    """Let every attempt end and everything be judged. Returns what did not come to an end."""
    tell("ending the attempts")
    problems = []
    if not world.end_sittings(END_SECONDS):
        problems.append(f"attempts did not come to an end: {_unsent(world)}")
    tell("waiting until everything is judged")
    until, before = time.monotonic() + SETTLE_SECONDS, 0
    world.own.run("bench", "chaos-check", "--age")
    while (left := world.own.rows(WAITING)[0][0]) and time.monotonic() < until:
        if left != before:  # it goes on, however slow the machine is
            until, before = time.monotonic() + SETTLE_SECONDS, left
        time.sleep(1.0)
    if left:
        problems.append(f"{left} segments and attempts were never judged: {world.own.rows(UNJUDGED)}")
    return problems


def _unsent(world: World) -> list[str]:
    folders = [path.parent for path in world.folder.glob("browser-*/*/*/made.jsonl")]
    return [folder.name for folder in folders if not (folder / "done").exists()]


def _note(outcome: Outcome, world: World, struck: list[Struck], seconds: float) -> None:
    outcome.struck = [one.told() for one in struck]
    outcome.by_itself = world.by_itself
    outcome.figures |= {
        "seconds_of_run": round(seconds, 1),
        "requests": {str(status): n for status, n in sorted(world.proxy.seen.statuses.items())},
        "requests_struck": sum(one.trouble.struck for one in struck if one.trouble),
        "restarts": dict(world.restarts),
        "server_errors": _server_errors(world.folder / "web.log"),
    }


def _server_errors(log: Path) -> dict[str, int]:
    """Return what requests failed with, by the last line of what the server's log says."""
    found: Counter[str] = Counter()
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        with suppress(ValueError):
            told = json.loads(line).get("traceback", "")
            if told:
                found[str(told).strip().splitlines()[-1][:120]] += 1
    return dict(found.most_common())


def _check(outcome: Outcome, world: World) -> None:
    try:
        told = json.loads(world.own.run("bench", "chaos-check", "--folder", str(world.folder),
                                        "--twins", str(outcome.wanted.twins)).splitlines()[-1])  # fmt: skip
    except NotReady as error:
        outcome.problems.append(f"the check itself failed: {error}")
        return
    outcome.problems += told["problems"]
    outcome.figures |= told["figures"]


def write_json(outcome: Outcome, path: Path) -> None:
    path.write_text(json.dumps(asdict(outcome), indent=1) + "\n", encoding="utf-8")
