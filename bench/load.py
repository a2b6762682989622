"""A load of N students on a server and a worker of our own: what it costs, and how soon a reviewer sees."""

import json
import resource
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.progress import Progress

from bench.client import RecorderClient
from bench.processes import Installation
from bench.reviewer import POLL_SECONDS, Reviewer, Watch
from bench.segments import Piece
from bench.students import SimulatedStudent

SETTLE_SECONDS = 45


@dataclass(frozen=True, slots=True)
class LoadReport:
    """Seconds unless named otherwise. `latency`: from the end of a violation's segment to the reviewer's poll."""

    students: int
    minutes: float
    segments: int
    megabytes: float
    retries: int
    failed: list[str]
    upload_p50: float
    upload_p95: float
    seen: int
    latency_p50: float
    latency_p95: float
    latency_max: float
    cpu_seconds: float


def run_load(
    own: Installation, *, students: int, minutes: float, camera: Sequence[Piece], screen: Sequence[Piece]
) -> LoadReport:
    """Let the students sit, watch their reports, and return what was measured. Server and worker must run."""
    told = json.loads(own.run("bench", "seed", "--students", str(students)))
    reviewer = Reviewer(own.url)
    reviewer.sign_in(login=told["login"], password=told["password"])
    sitting = [_student(own, row, camera, screen, minutes) for row in told["attempts"]]
    watches = [
        Watch(reviewer, row["attempt"], student.started) for row, student in zip(told["attempts"], sitting, strict=True)
    ]
    for thread in [*sitting, *watches]:
        thread.start()
    _wait(sitting, minutes)
    _settle(own, len(sitting), seconds=min(SETTLE_SECONDS, minutes * 60))
    for watch in watches:
        watch.stopping.set()
        watch.started.set()
    for watch in watches:
        watch.join()
    own.stop_all()
    return _report(sitting, watches, minutes)


def _student(
    own: Installation, row: dict[str, str], camera: Sequence[Piece], screen: Sequence[Piece], minutes: float
) -> SimulatedStudent:
    client = RecorderClient(base_url=own.url, attempt=row["attempt"], token=row["token"])
    return SimulatedStudent(client, camera=list(camera), screen=list(screen), minutes=minutes)


def _wait(sitting: Iterable[SimulatedStudent], minutes: float) -> None:
    began = time.monotonic()
    with Progress(transient=True) as progress:
        task = progress.add_task("students sit the exam", total=minutes * 60 + 20)
        while any(student.is_alive() for student in sitting):
            progress.update(task, completed=time.monotonic() - began)
            time.sleep(0.5)


def _settle(own: Installation, students: int, *, seconds: float) -> None:
    """Wait until each attempt is judged for good and its watch has looked once more, but not longer than `seconds`."""
    until, judged = time.monotonic() + seconds, "select count(*) from violations_trust where is_final"
    while time.monotonic() < until:
        if own.rows(judged) == [(students,)]:
            time.sleep(max(0.0, min(2 * POLL_SECONDS, until - time.monotonic())))
            return
        time.sleep(0.5)


def _report(sitting: Sequence[SimulatedStudent], watches: Sequence[Watch], minutes: float) -> LoadReport:
    sent = [student.sent for student in sitting]
    uploads = sorted(s for one in sent for s in one.upload_seconds)
    latencies = sorted(
        seconds for one, watch in zip(sitting, watches, strict=True) for seconds in latencies_of(one, watch)
    )
    return LoadReport(
        students=len(sitting),
        minutes=minutes,
        segments=sum(s.stored for s in sent),
        megabytes=round(sum(s.bytes for s in sent) / 1e6, 1),
        retries=sum(s.retries for s in sent),
        failed=[*(s.failed for s in sent if s.failed), *(w.failed for w in watches if w.failed)],
        upload_p50=share(uploads, 0.5),
        upload_p95=share(uploads, 0.95),
        seen=len(latencies),
        latency_p50=share(latencies, 0.5),
        latency_p95=share(latencies, 0.95),
        latency_max=share(latencies, 1.0),
        cpu_seconds=round(_children_cpu(), 1),
    )


def latencies_of(student: SimulatedStudent, watch: Watch) -> list[float]:
    """Return, for each violation seen, the seconds since its first segment had ended in the browser.

    A violation that begins in the last two seconds of a segment needs the next one to be long enough.
    """
    found = []
    for (_, start), seen in watch.first_seen.items():
        ends = sorted(end for end in student.sent.ended_at if end >= start + 2.0)
        if ends:
            found.append(seen - student.sent.ended_at[ends[0]])
    return found


def share(ordered: Sequence[float], part: float) -> float:
    """Return the value below which `part` of the ordered values lie; 0.0 where there are none."""
    if not ordered:
        return 0.0
    return round(ordered[min(len(ordered) - 1, int(part * len(ordered)))], 3)


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def write_json(report: LoadReport, path: Path) -> None:
    path.write_text(json.dumps(asdict(report), indent=1) + "\n", encoding="utf-8")
