"""The parts of the input delay's measurement that need no browser."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bench.input_delay.delays import Delays, summed_up
from bench.input_delay.run import InputDelay
from bench.input_delay.weak_machine import OneCore, busy, core_apart, pinned


@pytest.fixture
def core():
    try:
        with core_apart() as one:
            yield one
    except OneCore as error:
        pytest.skip(str(error))


def test_a_program_and_what_it_starts_stay_on_the_core(core, tmp_path):
    script = pinned(sys.executable, core, tmp_path)
    ask = "import os, subprocess, sys; print(sorted(os.sched_getaffinity(0)), *sys.argv[1:], flush=True)"
    deeper = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {ask!r}, 'told'])"
    said = subprocess.run([script, "-c", deeper], capture_output=True, text=True, check=True).stdout
    assert said == f"[{core}] told\n"


def test_this_process_keeps_off_the_core_and_gets_it_back():
    before = os.sched_getaffinity(0)
    if len(before) < 2:
        pytest.skip("this machine has one core only")
    with core_apart() as core:
        assert os.sched_getaffinity(0) == before - {core}
    assert os.sched_getaffinity(0) == before


def test_the_load_takes_its_share(core):
    with busy(core, 50):
        time.sleep(0.3)
        before = _spent(core)
        time.sleep(1.0)
        assert _spent(core) - before > 0.35


def _spent(core: int) -> float:
    """Return the seconds that a core has worked for anybody."""
    with Path("/proc/stat").open() as file:
        told = next(line.split() for line in file if line.startswith(f"cpu{core} "))
    idle = int(told[4]) + int(told[5])
    return (sum(int(one) for one in told[1:]) - idle) / os.sysconf("SC_CLK_TCK")


def test_figures_of_keys():
    delays = summed_up([*[1.0] * 19, 41.0])
    assert (delays.keys, delays.median, delays.longest) == (20, 1.0, 41.0)
    assert delays.p95 == pytest.approx(3.0)


def test_what_is_added_is_the_difference():
    figures = InputDelay(
        without=Delays(100, 1.0, 4.0, 9.0), recording=Delays(100, 1.5, 16.0, 80.0), holes={}, unsent=0, segments=0,
        megabytes=0.0, recorded_seconds=0.0,
    )  # fmt: skip
    assert (figures.added_median, figures.added_p95) == (0.5, 12.0)
