"""The page gets the figures of a run, and says so where something did not hold."""

import pytest

from bench.chaos.figures import BEGIN, END, write_figures
from bench.chaos.run import Outcome, Wanted

OUTCOME = Outcome(
    Wanted(faults=24, seed=7),
    kinds={"tab_killed": 2},
    figures={
        "attempts": 9, "seconds": {"whole": 3600.0, "stored": 3590.5, "joins": 0.5}, "gap_seconds": {"reload": 9.0},
        "disk": "tmpfs", "clock": "libfaketime", "seconds_of_run": 31.0,
    },
)  # fmt: skip


def test_figures_stand_between_the_marks_and_replace_what_was_there(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    write_figures(OUTCOME, page)
    write_figures(OUTCOME, page)
    text = page.read_text()
    assert "old" not in text
    assert text.startswith("before\n") and text.endswith("after\n")
    assert text.count("FAULTS=24 SEED=7`: everything held") == 1
    assert "| `tab_killed` | 2 |" in text and "| in gaps, `reload` | 9.0 |" in text and "(1.00 hours)" in text


def test_a_problem_is_no_secret(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(f"{BEGIN}\n{END}\n")
    write_figures(Outcome(Wanted(faults=1, seed=1), problems=["lost"]), page)
    assert "1 PROBLEMS" in page.read_text()
    page.write_text("no marks")
    with pytest.raises(ValueError, match="no place"):
        write_figures(OUTCOME, page)
