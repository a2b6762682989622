"""From rows to the figures that the product carries, and so to grades. Pure, but for `write_figures`."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from bench.accuracy.conditions import AS_IT_IS
from bench.accuracy.event_rows import FALSE_ALARMS
from bench.accuracy.rows import STILL, Report, Row, report_from_json, report_to_json
from oes.domain import figures as committed
from oes.domain.grades import Figure
from oes.domain.violations import KINDS

HONEST = "honest footage"
RECALL = "recall"
GRADED = tuple(kind.key for kind in KINDS.values() if kind.by_figures)
_HEAD = '''"""What the benchmark counted of each kind; grades follow. Written by `oes bench accuracy --write-docs`."""

from oes.domain.grades import Figure

MEASURED_WITH = "{version}"
"""The version of the networks that these figures are of."""

FIGURES: dict[str, Figure] = {{
{lines}
}}
'''


def figures_of(rows: Iterable[Row]) -> dict[str, Figure]:
    """Return what the rows say of each kind whose false alarms were counted in honest footage.

    Events on time decide what is found; labelled pictures only where no clip shows the kind.
    """
    told = list(rows)
    out = {}
    for row in told:
        if row.condition == HONEST and row.measure == FALSE_ALARMS and row.detector in GRADED:
            events, found = _found(row.detector, told)
            out[row.detector] = Figure(
                exposure_seconds=round(3600 * (row.exposure_hours or 0.0)),
                false_alarms=row.false_alarms or 0,
                events=events,
                found=found,
            )
    return {kind: out[kind] for kind in KINDS if kind in out}


def _found(kind: str, rows: Iterable[Row]) -> tuple[int, int]:
    """Return how many labelled events, or pictures, there are of a kind, and how many were found."""
    plain = [row for row in rows if row.condition == AS_IT_IS and row.recall is not None]
    timed = [row for row in plain if row.detector == kind and row.measure == RECALL and row.kind != STILL]
    pictures = [row for row in plain if row.detector.partition(",")[0] == kind and row.kind == STILL]
    counted = [(_labelled(row), row.recall or 0.0) for row in timed or pictures]
    return sum(n for n, _ in counted), sum(round(recall * n) for n, recall in counted)


def _labelled(row: Row) -> int:
    return row.n if row.labelled is None else row.labelled


def figures_module(figures: Mapping[str, Figure], version: str) -> str:
    """Return the text of oes/domain/figures.py."""
    lines = [
        f'    "{kind}": Figure(exposure_seconds={f.exposure_seconds:g}, false_alarms={f.false_alarms}, '
        f"events={f.events}, found={f.found}),"
        for kind, f in figures.items()
    ]
    return _HEAD.format(version=version, lines="\n".join(lines))


def write_figures(report: Report, version: str) -> None:
    """Rewrite the product's figures as the rows state them once they are written down, rounded as those are."""
    figures = figures_of(report_from_json(report_to_json(report)).rows)
    Path(committed.__file__).write_text(figures_module(figures, version), encoding="utf-8")
