"""Each kind of fault, as it is done to a running world."""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from bench.chaos.plan import LINE_KINDS, Fault, step_of
from bench.chaos.proxy import Trouble
from bench.chaos.world import World

WALL_STEPS = (-86_400.0, -3_600.0, -40.0, 40.0, 3_600.0, 86_400.0)


@dataclass(slots=True)
class Struck:
    """A fault as it happened: when, on the run's clock, and what it met where it was one of the line."""

    fault: Fault
    at_seconds: float
    trouble: Trouble | None = None

    def told(self) -> str:
        hit = f", {self.trouble.struck} requests" if self.trouble else ""
        one = self.fault
        return (
            f"{one.number:4} {self.at_seconds:7.2f} s {one.kind} place {one.place} {one.seconds} s part {one.part}{hit}"
        )


class Striker:
    """Does faults to a world; those that last end by themselves."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._lasting: list[threading.Thread] = []

    def strike(self, fault: Fault) -> Trouble | None:
        """Begin a fault. Returns at once, with the line's trouble where it is one of the line."""
        if fault.kind in LINE_KINDS:
            return self._world.proxy.begin(fault.kind, part=fault.part, seconds=fault.seconds)
        getattr(self, "_" + fault.kind)(fault)
        return None

    def wait(self) -> None:
        """Wait until everything that lasts is over, and leave the world as it was."""
        for thread in self._lasting:
            thread.join()
        self._world.proxy.calm()
        self._world.disk.free()
        self._world.set_clock(0.0)

    def _tab_killed(self, fault: Fault) -> None:
        self._world.order(self._browser(fault), kill=fault.place, seconds=fault.seconds)

    def _browser_killed(self, fault: Fault) -> None:
        self._world.kill(self._browser(fault), fault.seconds)

    def _web_killed(self, fault: Fault) -> None:
        self._world.kill("web", fault.seconds / 2)

    def _worker_killed(self, fault: Fault) -> None:
        self._world.kill("worker", fault.seconds / 2)

    def _database_cut(self, fault: Fault) -> None:
        """Cut every connection, sometimes several times, or hold the database so that nobody can write."""
        if fault.part < 0.3:
            self._later(lambda: self._world.lock_database(fault.seconds * 1.5))
            return
        times = 1 + int(fault.part * 4)
        self._later(lambda: self._repeat(self._world.cut_database, times, fault.seconds / times))

    def _disk_full(self, fault: Fault) -> None:
        self._world.disk.fill(fault.part)
        self._later(lambda: self._after(fault.seconds * 1.5, self._world.disk.free))

    def _server_clock(self, fault: Fault) -> None:
        """Let the clock jump, and jump back later."""
        self._world.set_clock(step_of(fault))
        self._later(lambda: self._after(1.5 + fault.seconds * 2, lambda: self._world.set_clock(0.0)))

    def _page_clock(self, fault: Fault) -> None:
        off = WALL_STEPS[int(fault.part * len(WALL_STEPS))] + random.Random(fault.number).uniform(-5, 5)
        self._world.order(self._browser(fault), wall=fault.place, off=round(off, 1))

    def _browser(self, fault: Fault) -> str:
        return f"browser-{fault.place % len(self._world.browsers)}"

    def _later(self, work: Callable[[], object]) -> None:
        self._lasting = [one for one in self._lasting if one.is_alive()]
        self._lasting.append(threading.Thread(target=work, daemon=True))
        self._lasting[-1].start()

    def _after(self, seconds: float, work: Callable[[], object]) -> None:
        time.sleep(seconds)
        work()

    def _repeat(self, work: Callable[[], object], times: int, pause: float) -> None:
        for _ in range(times):
            work()
            time.sleep(pause)
