"""What fails once is run once more, and what fails twice fails."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILE = """
from pathlib import Path
import pytest

@pytest.fixture
def times():
    path = Path(__file__).with_name("times")
    count = int(path.read_text()) if path.exists() else 0
    path.write_text(str(count + 1))
    return count

def test_it(times):
    assert times >= {failures}
"""


@pytest.mark.parametrize(
    ("folder", "failures", "summary", "code"),
    [
        ("journeys", 0, "1 passed", 0),
        ("journeys", 1, "1 passed, 1 again", 0),
        ("journeys", 2, "1 failed, 1 again", 1),
        ("other", 1, "1 failed", 1),
    ],
)
def test_a_timed_test_is_run_once_more_and_the_run_says_so(tmp_path, folder, failures, summary, code):
    place = tmp_path / folder
    place.mkdir()
    (place / "test_it.py").write_text(FILE.format(failures=failures), encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    options = ["-p", "tests.again", "-p", "no:cacheprovider", "-p", "no:django", "--rootdir", str(tmp_path)]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "-c", str(tmp_path / "pytest.ini"), str(place)],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ran.returncode == code, ran.stdout
    assert f" {summary} in " in ran.stdout
    assert ("failed once: " in ran.stdout) is ("again" in summary)
