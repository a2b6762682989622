"""docs/benchmark.md, its plots and the short table of README, from a report: pure text, but for `write_docs`."""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.accuracy.conditions import AS_IT_IS
from bench.accuracy.cost_page import COST_PLOT, SPEED, cost_section
from bench.accuracy.grades_page import grades_section, grades_table
from bench.accuracy.peers_page import BESIDE_PEERS, peers_section
from bench.accuracy.plots import Axis, bars, line_plot
from bench.accuracy.rows import COMPOSED, LEAST_TO_DECIDE, REAL, STILL, Report, Row, report_from_json, report_to_json
from bench.accuracy.suites import SUITES
from bench.accuracy.table import HEADINGS, cells

ROOT = Path(__file__).resolve().parents[2]
TITLES = {
    REAL: "Real recordings",
    COMPOSED: "Composed recordings (people cut out over a still room)",
    STILL: "Pictures",
}
SHORT = (
    "face verification, LFW",
    "face verification, CFP frontal",
    "looked_away, frontal or profile",
    "print face taken for the person",
)
"""Detectors on pictures that README names; those on recordings stand in its table of grades."""
SHORT_TABLE = re.compile(r"(<!-- benchmark: by oes bench -->\n).*?(<!-- end -->)", re.DOTALL)

ABOUT = f"""How often the detectors are right, on labelled data that stands beside the repository and is not part of it.
`make bench` writes this page; figures of other people come from `oes bench accuracy --data FOLDER`.

- **n** counts what a row is about: pairs, pictures, boxes or events. With n below {LEAST_TO_DECIDE} a row says
  "too few" and decides nothing.
- **95 %** is the interval of the measure named beside it: Wilson for shares, exact Poisson limits for rates, people
  drawn anew (bootstrap) where one person gives many samples.
- Real recordings, composed recordings and single pictures are never added up.
- False alarms per hour come with the footage they were counted in. No alarm in so little footage bounds the rate
  from above only (three divided by the hours); it does not prove it."""

UNKNOWN = """- How figures differ by skin tone, age, headscarf or glasses: nothing here is labelled by them. An
  institution can measure its own groups: [benchmark-groups.md](benchmark-groups.md).
- Low rates of false alarms: minutes of honest footage cannot show a rate below one in many hours.
- Other rooms: the press portraits are lit better than a dormitory. The rows by condition say how figures move, by
  changing the same pictures; they are no recordings of such rooms.
- Attacks that the data does not hold: screens, masks, and pictures made by programs."""

PLOTS = {
    "roc": (
        "Face verification over all pairs of pictures",
        Axis("two people taken for one (share of pairs)", 1e-4, 1.0, powers=True),
        Axis("one person recognised (share of pairs)", 0.5, 1.0),
    ),
    "operating": (
        "False alarms against recall",
        Axis("false alarms per hour", 0.0, 60.0),
        Axis("recall", 0.0, 1.0),
    ),
}


def write_docs(report: Report, *, root: Path = ROOT) -> None:
    """Write the page, its plots and the committed figures into docs/, and the short table into README.md."""
    docs = root / "docs"
    (docs / "images").mkdir(parents=True, exist_ok=True)
    for name, text in plots(report).items():
        (docs / "images" / f"benchmark-{name}.svg").write_text(text, encoding="utf-8")
    costs = _kept(docs / SPEED)
    if costs:
        svg = bars(costs["split"], title="Processor time for one second of one student", unit="ms")
        (docs / "images" / COST_PLOT).write_text(svg, encoding="utf-8")
    (docs / "benchmark.md").write_text(page(report, costs=costs, peers=_kept(docs / BESIDE_PEERS)), encoding="utf-8")
    figures = json.dumps(report_to_json(report), indent=1, ensure_ascii=False)
    (docs / "benchmark.json").write_text(figures + "\n", encoding="utf-8")
    readme = root / "README.md"
    if readme.is_file():
        text = readme.read_text(encoding="utf-8")
        readme.write_text(with_short_table(text, report), encoding="utf-8")


def write_beside(name: str, figures: dict[str, Any], *, root: Path = ROOT) -> None:
    """Keep the figures of another command as docs/`name`, and write the page anew where there are rows beside them."""
    docs = root / "docs"
    (docs / name).write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if kept := _kept(docs / "benchmark.json"):
        write_docs(report_from_json(kept), root=root)


def page(report: Report, *, costs: dict[str, Any] | None = None, peers: dict[str, Any] | None = None) -> str:
    """Return the whole page; `costs` are the figures of `oes bench speed`, `peers` those of `oes bench peers`."""
    return "\n".join(_lines(report, costs, peers)) + "\n"


def plots(report: Report) -> dict[str, str]:
    """Return SVG by name of the plot; those without a curve are left out."""
    drawn = {}
    for name, (title, x, y) in PLOTS.items():
        if curves := [curve for curve in report.curves if curve.plot == name]:
            drawn[name] = line_plot(curves, title=title, x=x, y=y)
    return drawn


def with_short_table(text: str, report: Report) -> str:
    """Return README with its tables between the markers; a text without them stays as it is."""
    pictures = markdown(short_rows(report), headings=("detector", "n", "measure", "95 %"))
    lines = "\n".join([*grades_table(report), "", *pictures])
    return SHORT_TABLE.sub(lambda found: f"{found[1]}{lines}\n{found[2]}", text)


def short_rows(report: Report) -> list[Row]:
    """Return the rows on pictures that README shows: those of SHORT as it is, without what decides nothing."""
    return [row for row in report.rows if row.detector in SHORT and row.condition == AS_IT_IS and row.decides]


def markdown(rows: Sequence[Row], *, headings: Sequence[str] = HEADINGS) -> Iterator[str]:
    """Yield the lines of a table with some of the columns."""
    shown = [HEADINGS.index(heading) for heading in headings]
    yield f"| {' | '.join(headings)} |"
    yield "|" + "---|" * len(headings)
    for row in rows:
        told = cells(row)
        yield f"| {' | '.join(told[i].replace('|', chr(92) + '|') for i in shown)} |"


def _kept(path: Path) -> dict[str, Any] | None:
    """Return the figures that another command wrote, if it did."""
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


def _lines(report: Report, costs: dict[str, Any] | None, peers: dict[str, Any] | None) -> Iterator[str]:
    yield from ("# Benchmark", "", "<!-- written by oes bench accuracy --write-docs: do not edit -->", "", ABOUT)
    if report.quick:
        yield from ("", "**A quick run over a subset: not the figures to quote.**")
    for name in plots(report):
        yield from ("", f"![{PLOTS[name][0]}](images/benchmark-{name}.svg)")
    yield from ("", *grades_section(report))
    for suite in SUITES:
        yield from ("", f"## {suite.title}", "")
        yield from _suite_lines(suite.name, report)
    if costs:
        yield from ("", *cost_section(costs))
    if peers:
        yield from ("", *peers_section(peers))
    yield from ("", "## What is unknown", "", UNKNOWN, "", "## Versions", "")
    yield from _versions(report)


def _suite_lines(name: str, report: Report) -> Iterator[str]:
    if name in report.skipped:
        yield f"Skipped: {report.skipped[name]}."
    elif not any(row.suite == name for row in report.rows) and not report.remarks.get(name):
        yield "Not run."
    told = [text for text in report.remarks.get(name, ()) if text]
    yield from (f"{text}\n" for text in told)
    for kind, title in TITLES.items():
        if rows := [row for row in report.rows if row.suite == name and row.kind == kind]:
            yield from (f"### {title}", "", *markdown(rows), "")


def _versions(report: Report) -> Iterator[str]:
    yield f"Policy `{report.policy}`. Networks, by the first digits of their sha256:"
    yield ""
    yield from (f"- {key}: `{digits}`" for key, digits in sorted(report.models.items()))
