"""How the tests run: some alone, none for ever, and whatever hangs, the run ends with its summary.

A test that takes longer than its limit ends its process (pytest-timeout); xdist reports it as failed and replaces the
process; what the dead process had started is ended here.
"""

import faulthandler
import fcntl
import gc
import os
import signal
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
from hypothesis import HealthCheck, settings

from bench.priority import give_up_priority

QUICK_SECONDS, TIMED_SECONDS = 180, 300
"""What a test may take, its set-up included and the wait for its turn not. Its own mark `timeout` goes before."""
LAST_START_SECONDS = 50 * 60
RUN_SECONDS = 58 * 60
OBJECTS_BETWEEN_SWEEPS = 50_000


def is_timed(item: pytest.Item) -> bool:
    """Return whether a test is about real clocks. One with the mark `alone` gets the machine for itself."""
    return "journeys" in item.path.parts or "durability" in item.path.parts


def runs_alone(item: pytest.Item) -> bool:
    return item.get_closest_marker("alone") is not None


def pytest_configure(config: pytest.Config) -> None:
    settings.register_profile("no clock", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("no clock")
    give_up_priority()
    config.uncaptured = os.dup(2)
    worker = getattr(config, "workerinput", None)
    config.run_began = worker["run_began"] if worker else time.monotonic()
    if worker is None and config.getoption("numprocesses", None):
        # pytest cleans up and writes its summary after an interrupt as well.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        end = threading.Timer(RUN_SECONDS, os.kill, (os.getpid(), signal.SIGINT))
        end.daemon = True
        end.start()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the timed tests last, and at the very end those that run alone. Give each its limit.

    Of those that run two at a time the long ones begin, so that at the end no process waits long for the other.
    """
    items.sort(key=lambda item: (is_timed(item), runs_alone(item), item.get_closest_marker("long") is None))
    for item in items:
        if item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(TIMED_SECONDS if is_timed(item) else QUICK_SECONDS))


def pytest_collection_finish() -> None:
    """Let Python look for rubbish less often, and never among the tests: a tenth of the time of quick ones."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_SWEEPS)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, Any, Any]:
    """Let nothing run beside a test that runs alone, in whichever process; its limit begins when its turn comes."""
    with _turn(item):
        return (yield)


@pytest.hookimpl(tryfirst=True)
def pytest_timeout_set_timer(item: pytest.Item, settings: Any) -> bool:
    """End the process of a late test and tell where its threads stand, even where one holds the interpreter."""
    faulthandler.dump_traceback_later(settings.timeout, exit=True, file=item.config.uncaptured)
    item.cancel_timeout = faulthandler.cancel_dump_traceback_later
    return True


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    taken = time.monotonic() - item.config.run_began
    if taken > LAST_START_SECONDS:
        pytest.fail(f"Not begun: the run has taken {taken / 60:.0f} minutes already.", pytrace=False)


def shared_folder(config: pytest.Config) -> Path:
    """Return a folder of this run that all its processes share."""
    own = Path(config._tmp_path_factory.getbasetemp())
    return own.parent if hasattr(config, "workerinput") else own


@contextmanager
def _turn(item: pytest.Item) -> Iterator[None]:
    if not hasattr(item.config, "workerinput"):
        yield
        return
    with (shared_folder(item.config) / "turn.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX if runs_alone(item) else fcntl.LOCK_SH)
        yield


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["run_began"] = node.config.run_began


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object | None) -> None:
    """End what a process of tests left behind when it ended or died, so that it does not eat the machine."""
    end_started_by(node.gateway.id, run=node.workerinput["testrunuid"])


def end_started_by(worker: str, *, run: str) -> None:
    """Kill what a worker of this run started, and what that started. xdist marks its workers' environments."""
    marks = {"PYTEST_XDIST_WORKER": worker, "PYTEST_XDIST_TESTRUNUID": run}
    for _ in range(3):  # one that is about to start another is missed the first time
        started = [one for one in psutil.process_iter() if _bears(one, marks)]
        for process in started:
            with suppress(psutil.NoSuchProcess):
                for deeper in [*process.children(recursive=True), process]:
                    deeper.kill()
        psutil.wait_procs(started, timeout=5)


def _bears(process: psutil.Process, marks: dict[str, str]) -> bool:
    try:
        return marks.items() <= process.environ().items() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False
