import pytest

from bench.accuracy.listed import BadData
from bench.accuracy.page import page
from bench.accuracy.rows import STILL, Curve, Outcome, Row, report_from_json, report_to_json
from bench.accuracy.run import Suite, run_suites
from bench.accuracy.table import cells
from bench.accuracy.tools import Terminal, Tools

ROW = Row(detector="phone", condition="as it is", kind=STILL, n=29, recall=0.5, low=0.31234567, high=0.7)


def suite(folder):
    def run(data, tools, terminal):
        steps = list(terminal.steps([1, 2], "counting"))
        return Outcome([ROW], [Curve(plot="roc", label="LFW", points=((0.001, 0.99),))], [f"{len(steps)} steps"])

    return Suite("made_up", "Made up", (folder,), run)


def test_a_missing_folder_skips_its_rows_and_says_so(tmp_path):
    report = run_suites([suite("phones")], tmp_path, Tools(tmp_path), Terminal(quiet=True))
    assert report.rows == ()
    assert report.skipped == {"made_up": "no folder phones"}


@pytest.mark.parametrize("error", [KeyError("image"), FileNotFoundError("1.jpg"), ZeroDivisionError(), ValueError("x")])
def test_data_of_one_suite_that_cannot_be_used_costs_no_rows_of_the_others(tmp_path, error):
    (tmp_path / "phones").mkdir()

    def run(data, tools, terminal):
        raise error

    suites = [Suite("broken", "Broken", ("phones",), run), suite("phones")]
    report = run_suites(suites, tmp_path, Tools(tmp_path), Terminal(quiet=True))
    assert [row.suite for row in report.rows] == ["made_up"]
    assert type(error).__name__ in report.skipped["broken"]


def test_what_a_suite_leaves_out_and_why_it_stops_is_told(tmp_path, capsys):
    (tmp_path / "phones").mkdir()

    def stops(data, tools, terminal):
        raise BadData("pairs.csv has no column same")

    def leaves_out(data, tools, terminal):
        return Outcome([ROW], left_out={"phones/list.csv": "1 of 2 lines cannot be used"})

    suites = [Suite("one", "One", ("phones",), stops), Suite("two", "Two", ("phones",), leaves_out)]
    report = run_suites(suites, tmp_path, Tools(tmp_path), Terminal())
    assert report.skipped == {"one": "pairs.csv has no column same", "phones/list.csv": "1 of 2 lines cannot be used"}
    assert [row.suite for row in report.rows] == ["two"]
    assert "phones/list.csv: left out, 1 of 2 lines cannot be used" in capsys.readouterr().out


def test_rows_carry_suite_and_versions_and_survive_json(tmp_path):
    (tmp_path / "phones").mkdir()
    tools = Tools(tmp_path)
    report = run_suites([suite("phones")], tmp_path, tools, Terminal(quiet=True))
    told = report_to_json(report)
    assert {"detector", "condition", "kind", "n", "recall", "precision", "false_alarms_per_hour", "low", "high"} <= set(
        told["rows"][0]
    )
    assert told["rows"][0]["low"] == 0.312346
    assert told["rows"][0]["suite"] == "made_up"
    assert told["rows"][0]["policy"] == told["policy"] == tools.policy_version
    assert told["models"]["yunet"] == tools.model_versions["yunet"]
    assert report_to_json(report_from_json(told)) == told


def test_fewer_than_thirty_decide_nothing_and_say_so():
    assert not ROW.decides
    assert cells(ROW)[-1] == "too few"


def test_the_page_stands_without_any_data(tmp_path):
    assert page(run_suites([], tmp_path, Tools(tmp_path), Terminal(quiet=True))).startswith("# Benchmark")


def test_a_quick_run_takes_a_bounded_even_subset(tmp_path):
    assert Tools(tmp_path, quick=True).some(range(100), most=4) == [0, 25, 50, 75]
    assert len(Tools(tmp_path).some(range(100), most=4)) == 100
