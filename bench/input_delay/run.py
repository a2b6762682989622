"""The measurement: keys typed into the testing system's tab, without OES, while it records, and after it."""

import json
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench.input_delay import sitting
from bench.input_delay.camera import write_camera
from bench.input_delay.delays import Delays, summed_up, typed
from bench.input_delay.weak_machine import busy, core_apart, pinned
from bench.processes import Installation, free_port, installation
from bench.screen import own_screen
from bench.slow_line import slow_line
from oes.domain.spans import Span
from oes.domain.timeline import missing

SEGMENTS = """select t.kind, s.started_seconds, s.ended_seconds, s.size from recordings_segment s
    join recordings_track t on t.id = s.track_id where t.kind in ('camera', 'screen') order by s.started_seconds"""
DURATION = "select (julianday(ended_at) - julianday(started_at)) * 86400 from attempts_attempt"
UNSENT = """select 1 from recordings_announcedsegment a where not exists (
    select 1 from recordings_segment s join recordings_track t on t.id = s.track_id join recordings_run r
    on r.id = s.run_id where t.kind = a.track and r.number = a.run_number and s.sequence = a.sequence)"""


@dataclass(frozen=True, slots=True)
class Conditions:
    """`load_percent` of the browser's one core are taken by another program; `seconds` is the typing in each phase."""

    seconds: float
    load_percent: float
    kbps: float


@dataclass(frozen=True, slots=True)
class InputDelay:
    """`holes`: seconds between "OK" and the end that each track lacks; `unsent`: announced and never arrived."""

    without: Delays
    recording: Delays
    holes: dict[str, float]
    unsent: int
    segments: int
    megabytes: float
    recorded_seconds: float

    @property
    def added_median(self) -> float:
        return self.recording.median - self.without.median

    @property
    def added_p95(self) -> float:
        return self.recording.p95 - self.without.p95


def measure(conditions: Conditions, *, models: Path, tell: Callable[[str], None]) -> InputDelay:
    """Set everything up, measure, and return the figures. NoBrowser, NoScreen, OneCore or NotReady if it cannot."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="oes-delay-")))
        core = stack.enter_context(core_apart())
        program = pinned(sitting.chromium(), core, folder)
        camera = write_camera(folder / "camera.mjpeg")
        display = stack.enter_context(own_screen())
        own = stack.enter_context(installation(folder, models=models))
        port = free_port()
        told = json.loads(own.run("bench", "seed", "--students", "1", "--address", f"http://127.0.0.1:{port}/"))
        own.serve()
        # The testing system has a line of its own: what it costs to load its pages is not measured here.
        own.start_program("exam", [sys.executable, "-m", "demo.testing_system", "--port", str(port), "--oes", own.url])
        own.wait_for("exam", f"http://127.0.0.1:{port}/")
        line = stack.enter_context(slow_line(port=own.port, kbps=conditions.kbps))
        context = stack.enter_context(sitting.window(program, display, camera, {**os.environ, "HOME": str(folder)}))
        stack.enter_context(busy(core, conditions.load_percent))
        without, recording = _phases(context, line.url, f"http://127.0.0.1:{port}/", told, conditions, tell)
        return _figures(own, without, recording)


def _phases(
    context: sitting.Context,
    url: str,
    exam_url: str,
    told: dict[str, object],
    conditions: Conditions,
    tell: Callable[[str], None],
) -> tuple[list[float], list[float]]:
    """Return the delays without OES (half of them before, half after) and while it records, in milliseconds."""
    tell("typing without OES")
    without = _alone(context, exam_url, conditions.seconds / 2)
    tell("signing in and starting the recording")
    recorder = context.new_page()
    sitting.begin(recorder, url, told)
    exam = sitting.open_exam(recorder)
    tell("typing while it records")
    recording = typed(exam, seconds=conditions.seconds)
    exam.close()
    tell("finishing, sending the rest")
    sitting.finish(recorder, seconds=conditions.seconds * 4 + 120)
    recorder.close()
    tell("typing without OES again")
    return without + _alone(context, exam_url, conditions.seconds / 2), recording


def _alone(context: sitting.Context, exam_url: str, seconds: float) -> list[float]:
    page = context.new_page()
    page.goto(exam_url)
    sitting.enter(page)
    heard = typed(page, seconds=seconds)
    page.close()
    return heard


def _figures(own: Installation, without: list[float], recording: list[float]) -> InputDelay:
    rows = own.rows(SEGMENTS)
    ((duration,),) = own.rows(DURATION)
    holes = {}
    for track in ("camera", "screen"):
        spans = [Span(start, end) for kind, start, end, _ in rows if kind == track]
        holes[track] = sum(one.span.seconds for one in missing(spans, Span(0.0, duration), []))
    return InputDelay(
        without=summed_up(without),
        recording=summed_up(recording),
        holes=holes,
        unsent=len(own.rows(UNSENT)),
        segments=len(rows),
        megabytes=sum(size for *_, size in rows) / 1e6,
        recorded_seconds=duration,
    )
