import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from bench.accuracy.cost_page import cost_section

FIGURES = {
    "material": "the drawn recording",
    "processor": "Some CPU, AVX2",
    "cpu_ms_per_student_second": 12.5,
    "bare_decode_ms_per_student_second": 5.0,
    "ratio_to_bare_decode": 2.5,
    "screen_ms_per_student_second": 3.0,
    "students_per_core_at_60_percent": 48.0,
    "peak_mb": 430.0,
    "peak_without_screen_mb": 390.0,
    "growth": [
        {"hours": 1.0, "cpu_ms_per_student_second": 12.4, "rules_ms_per_student_second": 0.04, "peak_mb": 431.0}
    ],
    "films": {"drawn": 12.5},
    "rates": [
        {
            "frames_per_second": 5,
            "kbps": 66,
            "cpu_ms_per_student_second": 9.4,
            "bare_decode_ms_per_student_second": 2.1,
        }
    ],
    "split": {"decoding video": 4.4},
}


def test_the_page_says_what_was_held_and_what_was_missed():
    text = "\n".join(cost_section(FIGURES))
    assert "| 12.5 ms | **missed**: at most 10 ms |" in text
    assert "| 430 MB | held: at most 450 MB |" in text
    assert "| drawn | 12.5 |" in text
    assert "Processor: Some CPU, AVX2." in text
    assert "after 1 h" in text
    assert "| 5 | 66 kbit/s | 9.4 ms | 2.1 ms |" in text


@pytest.mark.models
@pytest.mark.timeout(600)
def test_a_bounded_run_tells_every_figure(tmp_path):
    out = tmp_path / "speed.json"
    nothing = tmp_path / "no-data"
    call_command("bench", "speed", "--data", str(nothing), "--minutes", "0.1", "--hours", "0.002", "--json", str(out))
    figures = json.loads(Path(out).read_text(encoding="utf-8"))
    assert figures["material"] == "the drawn recording"
    assert set(figures) >= set(FIGURES)
    assert figures["cpu_ms_per_student_second"] == pytest.approx(sum(figures["split"].values()), rel=0.01)
    assert {"reading packets", "decoding video", "converting colours"} <= set(figures["split"])
    assert {"finding faces", "landmarks and pose", "recognition"} <= set(figures["split"])
    assert figures["ratio_to_bare_decode"] > 1
    assert 100 < figures["peak_without_screen_mb"] <= figures["peak_mb"]
    assert figures["growth"][0]["hours"] == 0.002
    rates = [(row["frames_per_second"], row["kbps"]) for row in figures["rates"]]
    assert rates == [(10, 66), (5, 160), (5, 66)]
    assert all(row["cpu_ms_per_student_second"] > row["bare_decode_ms_per_student_second"] for row in figures["rates"])


def test_hours_that_are_no_numbers_are_refused():
    with pytest.raises(CommandError, match="numbers with commas"):
        call_command("bench", "speed", "--hours", "one,two")
