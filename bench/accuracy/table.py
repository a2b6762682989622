"""Rows on the terminal, and the cells that the terminal and the page share."""

from rich.table import Table

from bench.accuracy.rows import HOUR, Report, Row
from bench.accuracy.tools import Terminal

HEADINGS = ("detector", "condition", "n", "recall", "precision", "false alarms", "measure", "95 %", "note")
NOTHING = "–"


def cells(row: Row) -> tuple[str, ...]:
    """Return what a table shows of a row, in the order of HEADINGS."""
    return (
        row.detector,
        row.condition,
        str(row.n),
        share(row.recall),
        share(row.precision),
        _false_alarms(row),
        row.measure if row.value is None else f"{row.measure} {number(row)}",
        NOTHING if row.low is None or row.high is None else f"{_bound(row, row.low)} to {_bound(row, row.high)}",
        row.told,
    )


def share(value: float | None) -> str:
    return NOTHING if value is None else f"{100 * value:.1f} %"


def number(row: Row) -> str:
    return NOTHING if row.value is None else _bound(row, row.value)


def print_rows(report: Report, terminal: Terminal) -> None:
    table = Table(title="Quick subset" if report.quick else None)
    for heading in HEADINGS:
        table.add_column(heading, overflow="fold")
    for row in report.rows:
        table.add_row(*cells(row))
    terminal.console.print(table)


def _false_alarms(row: Row) -> str:
    if row.false_alarms_per_hour is None:
        return NOTHING
    rate = f"{_plain(row.false_alarms_per_hour)} / {row.per}"
    if row.per == HOUR and row.exposure_hours is not None:
        return f"{rate} ({row.false_alarms or 0} in {60 * row.exposure_hours:.1f} min)"
    return rate


def _bound(row: Row, value: float) -> str:
    """Return a figure in the unit of the row's measure: degrees and rates as they are, shares in percent."""
    if row.measure.endswith("degrees"):
        return f"{value:.1f}°"
    if row.measure.endswith("seconds"):
        return f"{value:.1f} s"
    if row.measure.startswith("false alarms"):
        return _plain(value)
    return share(value)


def _plain(value: float) -> str:
    """Return two digits that count, never as a power of ten."""
    return f"{value:.2g}" if value < 100 else f"{value:.0f}"
