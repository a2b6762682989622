"""The console command."""

import os
import subprocess
import sys

from oes.lib.one_thread import ONE_THREAD

TELLS = """
import os, sys
from config import cli

names = sys.argv[1:]
cli.execute_from_command_line = lambda _: print("numpy" in sys.modules, *(os.environ[name] for name in names))
cli.main()
"""


def test_it_keeps_numpy_to_one_thread_before_it_is_loaded_whatever_the_shell_says():
    environment = os.environ | dict.fromkeys(ONE_THREAD, "4")
    told = subprocess.run([sys.executable, "-c", TELLS, *ONE_THREAD], env=environment, check=True, capture_output=True)
    assert told.stdout.split() == [b"False", *(b"1" for _ in ONE_THREAD)]
