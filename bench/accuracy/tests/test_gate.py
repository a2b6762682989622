"""Rows become figures, figures a module, and the product's own table is the one of the committed rows."""

from bench.accuracy.event_rows import event_row, honest_row
from bench.accuracy.events import score
from bench.accuracy.gate import figures_module, figures_of
from bench.accuracy.grades_page import grades_section
from bench.accuracy.rows import COMPOSED, REAL, STILL, Report, Row, report_from_json, report_to_json
from oes.domain.grades import Figure
from oes.domain.spans import Span

EVENTS = score([Span(10, 20)], [Span(10, 20), Span(40, 50)], seconds=60)
ALARMS = score([Span(10, 20)], [], seconds=3600)


def test_it_adds_up_events_of_all_clips_and_takes_alarms_from_honest_footage_only():
    rows = [
        event_row("phone", "as it is", COMPOSED, EVENTS),
        event_row("phone", "as it is", REAL, EVENTS),
        event_row("phone", "dark", REAL, EVENTS),
        honest_row("phone", "honest footage", ALARMS, takes=3),
        honest_row("phone", "dark honest footage", ALARMS, takes=3),
    ]
    assert figures_of(rows) == {"phone": Figure(3600.0, 1, 4, 2)}


def test_pictures_count_only_where_no_clip_shows_the_kind():
    pictures = Row(detector="looked_away", condition="as it is", kind=STILL, n=300, recall=0.99)
    honest = honest_row("looked_away", "honest footage", ALARMS, takes=3)
    assert figures_of([pictures, honest])["looked_away"] == Figure(3600.0, 1, 300, 297)
    clip = event_row("looked_away", "as it is", REAL, EVENTS)
    assert figures_of([pictures, honest, clip])["looked_away"] == Figure(3600.0, 1, 2, 1)


def test_faults_of_devices_have_no_grade_to_prove():
    assert figures_of([honest_row("camera_blocked", "honest footage", ALARMS, takes=3)]) == {}


def test_the_module_holds_what_was_measured():
    figures = {"phone": Figure(552.3, 0, 2, 2), "speech": Figure(96.0, 1, 10, 9)}
    space: dict = {}
    exec(compile(figures_module(figures, "abc"), "figures.py", "exec"), space)
    assert (space["FIGURES"], space["MEASURED_WITH"]) == (figures, "abc")


def test_the_page_says_what_the_figures_prove():
    rows = [event_row("phone", "as it is", COMPOSED, EVENTS), honest_row("phone", "honest footage", ALARMS, takes=3)]
    told = "\n".join(grades_section(Report(rows=tuple(rows))))
    assert "| `phone` (direct) | informative | " in told
    assert "| 60.0 min | 1 | 4.74 | 1 of 2 | too few |" in told
    assert grades_section(Report()) == []


def test_what_is_written_down_gives_the_same_figures_again():
    short = score([], [], seconds=634.93)
    report = Report(rows=(honest_row("phone", "honest footage", short, takes=3),))
    again = report_from_json(report_to_json(report))
    assert figures_of(again.rows) == figures_of(report.rows) == {"phone": Figure(635, 0, 0, 0)}
