"""A short run of the load generator: what it sends is stored, and a reviewer sees what happened."""

import json
import os
import subprocess
import sys

import pytest

from tests.installations import MODELS, skip_without_networks

LONGEST = 200


@pytest.mark.long
@pytest.mark.models
def test_two_students_for_half_a_minute(tmp_path):
    skip_without_networks()
    told = tmp_path / "load.json"
    command = ["bench", "load", "--students", "2", "--minutes", "0.5", "--json", str(told)]
    program = [sys.executable, "-c", "from config.cli import main; main()", *command]
    environment = {**os.environ, "OES_MODELS_DIR": str(MODELS), "DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run(program, env=environment, capture_output=True, text=True, timeout=LONGEST, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    report = json.loads(told.read_text())
    assert report["failed"] == []
    assert report["segments"] == 2 * (1 + 4 + 2)  # a check, camera pieces of 8 s, screen pieces of 16 s
    assert report["seen"] >= 2, "each student leaves the chair once in this half minute"
