"""docs/benchmark.md from a report: pure text, but for `write_docs`."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.accuracy.rows import COMPOSED, REAL, STILL, Report, Row, report_to_json
from bench.accuracy.suites import SUITES
from bench.accuracy.table import HEADINGS, cells

DOCS = Path(__file__).resolve().parents[2] / "docs"
TITLES = {REAL: "Real recordings", COMPOSED: "Composed recordings", STILL: "Pictures"}


def write_docs(report: Report) -> None:
    """Write the page and its figures into docs/."""
    (DOCS / "benchmark.md").write_text(page(report), encoding="utf-8")
    text = json.dumps(report_to_json(report), indent=1, ensure_ascii=False)
    (DOCS / "benchmark.json").write_text(text + "\n", encoding="utf-8")


def page(report: Report) -> str:
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield "# Benchmark"
    for suite in SUITES:
        rows = [row for row in report.rows if row.suite == suite.name]
        yield from ("", f"## {suite.title}", "")
        if suite.name in report.skipped:
            yield f"Skipped: {report.skipped[suite.name]}."
        for told in report.remarks.get(suite.name, ()):
            yield from (told, "")
        for kind, title in TITLES.items():
            if some := [row for row in rows if row.kind == kind]:
                yield from (f"### {title}", "", *markdown(some), "")


def markdown(rows: Sequence[Row]) -> Iterator[str]:
    """Yield the lines of a table."""
    yield f"| {' | '.join(HEADINGS)} |"
    yield "|" + "---|" * len(HEADINGS)
    for row in rows:
        yield f"| {' | '.join(cells(row))} |"
