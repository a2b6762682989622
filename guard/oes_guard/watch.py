"""What the guard sees becomes events: the only place that decides what leaves the computer."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from oes_guard.matching import Listed, Process, bare, called, running
from oes_guard.platforms import Platform

BROWSERS = frozenset({
    "chrome", "google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "msedge", "microsoft-edge",
    "firefox", "firefox-esr", "firefox-bin", "librewolf", "opera", "brave", "brave-browser", "vivaldi", "vivaldi-bin",
    "browser", "yandex_browser", "safari", "safeexambrowser",
})  # fmt: skip
"""Where the guard is started again in the middle of an exam, and nobody knows its browser."""
REMEMBERED_SECONDS = 60.0
SCAN_SECONDS = 3.0
SCREENS_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Event:
    """Something to tell, at a moment of the guard's own clock. `detail`: a program's name, or a number."""

    at: float
    kind: str
    detail: str = ""


class Watcher:
    """Looks at the computer twice a second and keeps what changed. `now`: seconds of a clock without jumps."""

    def __init__(
        self, *, platform: Platform, listed: list[Listed], browser: str, own_pid: int, now: Callable[[], float]
    ) -> None:
        self._platform, self._listed, self._now, self._own = platform, listed, now, own_pid
        self._browser = bare(browser)
        self._began = False
        self._front: deque[tuple[float, Process]] = deque()
        self._running: set[str] = set()
        self._away_for = ""
        self._screens: int | None = None
        self._scan_at = self._screens_at = float("-inf")
        self._events: list[Event] = []
        self._tell_machine()

    def take(self) -> list[Event]:
        """Return the events since the last call."""
        events, self._events = self._events, []
        return events

    def look(self) -> None:
        """Look once; cheap, but for the list of programs, which is looked at every few seconds."""
        at = self._now()
        self._look_front(at)
        if at - self._scan_at >= SCAN_SECONDS:
            self._scan_at = at
            self._look_programs(at)
        if at - self._screens_at >= SCREENS_SECONDS:
            self._screens_at = at
            self._look_screens(at)

    def begin(self, started_at: float) -> None:
        """The exam began at this moment: what was in front then, when "OK" was pressed, is the exam's browser.

        A guard that is started in the middle takes what an earlier one said, else the first browser it sees.
        """
        if self._began:
            return
        self._began = True
        if not self._browser:
            shown = [process for at, process in self._front if at <= started_at]
            if shown:
                self._take_browser(started_at, shown[-1])
                for at, process in [one for one in self._front if one[0] > started_at]:
                    self._judge(at, process)

    def _tell(self, at: float, kind: str, detail: str = "") -> None:
        self._events.append(Event(at, kind, detail))

    def _tell_machine(self) -> None:
        at = self._now()
        self._tell(at, "started", self._platform.key)
        if machine := self._platform.virtual_machine():
            self._tell(at, "virtual_machine", machine)
        if not self._platform.tells_foreground:
            self._tell(at, "foreground_unknown")

    def _look_programs(self, at: float) -> None:
        now = running(self._listed, self._platform.processes())
        for name in sorted(now - self._running):
            self._tell(at, "program_seen", name)
        for name in sorted(self._running - now):
            self._tell(at, "program_gone", name)
        self._running = now

    def _look_screens(self, at: float) -> None:
        count = self._platform.screens()
        if count is not None and count != self._screens:
            self._tell(at, "screens", str(count))
            self._screens = count

    def _look_front(self, at: float) -> None:
        """The guard's own window is neutral: who reads what it reports has left nothing. So is no window at all."""
        front = self._platform.foreground()
        if front is None or front.pid == self._own:
            return
        if not self._began:
            self._remember(at, front)
            return
        if not self._browser:
            if bare(front.name) in BROWSERS:
                self._take_browser(at, front)
            return
        self._judge(at, front)

    def _remember(self, at: float, front: Process) -> None:
        if not self._front or self._front[-1][1] != front:
            self._front.append((at, front))
        while len(self._front) > 1 and self._front[1][0] < at - REMEMBERED_SECONDS:
            self._front.popleft()

    def _take_browser(self, at: float, front: Process) -> None:
        self._browser = bare(front.name)
        self._tell(at, "browser", front.name.strip())

    def _judge(self, at: float, front: Process) -> None:
        if bare(front.name) == self._browser:
            if self._away_for:
                self._tell(at, "returned")
            self._away_for = ""
            return
        name = called(self._listed, front)
        if name != self._away_for:
            self._tell(at, "left", name)
            self._away_for = name
