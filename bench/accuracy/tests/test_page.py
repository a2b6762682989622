from dataclasses import replace

from bench.accuracy.page import page, plots, short_rows, with_short_table, write_docs
from bench.accuracy.rows import REAL, STILL, Curve, Report, Row
from bench.accuracy.suites import SUITES

ROW = Row(
    detector="looked_away, frontal or profile",
    condition="as it is",
    kind=STILL,
    n=300,
    recall=0.987,
    measure="decided rightly",
    value=0.99,
    low=0.98,
    high=1.0,
    suite=SUITES[0].name,
)
CLIP = replace(ROW, kind=REAL, n=4, exposure_hours=0.05, false_alarms_per_hour=0.0, false_alarms=0)
REPORT = Report(
    rows=(ROW, CLIP, replace(ROW, condition="dark")),
    curves=(Curve(plot="roc", label="LFW", points=((0.001, 0.99), (1.0, 1.0))),),
    skipped={SUITES[1].name: "no folder pictures"},
    models={"yunet": "8f2383e4dd3c"},
    policy="abc",
)


def test_the_page_keeps_kinds_apart_and_says_what_is_missing():
    text = page(REPORT)
    assert text.index("### Real recordings") < text.index("### Pictures")
    assert "Skipped: no folder pictures." in text
    assert "| looked_away, frontal or profile | as it is | 4 | 98.7 % |" in text
    assert "0 in 3.0 min" in text
    assert "too few" in text.split("### Real recordings")[1].split("### Pictures")[0]
    assert "8f2383e4dd3c" in text
    assert "![Face verification" in text


def test_readme_gets_what_decides_between_its_markers():
    readme = "before\n<!-- benchmark: by oes bench -->\nold\n<!-- end -->\nafter\n"
    text = with_short_table(readme, REPORT)
    assert short_rows(REPORT) == [ROW]
    assert "old" not in text
    assert "| looked_away, frontal or profile | 300 | decided rightly 99.0 % | 98.0 % to 100.0 % |" in text
    assert text.endswith("<!-- end -->\nafter\n")
    assert with_short_table("no place", REPORT) == "no place"


def test_all_is_written_under_docs(tmp_path):
    write_docs(REPORT, root=tmp_path)
    assert set(plots(REPORT)) == {"roc"}
    assert (tmp_path / "docs/benchmark.md").read_text(encoding="utf-8") == page(REPORT)
    assert (tmp_path / "docs/images/benchmark-roc.svg").read_text(encoding="utf-8").startswith("<svg")
    assert (tmp_path / "docs/benchmark.json").is_file()
