"""What the tests start cannot take the machine for itself, not even for root."""

import subprocess
import sys

import pytest

from bench.priority import give_up_priority

TRIES = {
    "real-time priority": "os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(8))",
    "a niceness before others": "os.setpriority(os.PRIO_PROCESS, 0, os.getpriority(os.PRIO_PROCESS, 0) - 8)",
}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has these rights")
@pytest.mark.parametrize("tried", TRIES)
def test_a_started_program_is_refused(tried):
    give_up_priority()
    code = f"import os\ntry:\n    {TRIES[tried]}\nexcept PermissionError:\n    print('refused')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout.strip() == "refused"
