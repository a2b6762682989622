"""False alarms per hour against recall, and thresholds that were chosen on other people than they are reported on."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.accuracy.event_rows import event_row
from bench.accuracy.events import Score, total
from bench.accuracy.footage import Footage, some_footage
from bench.accuracy.halves import chosen, halves
from bench.accuracy.judging import episodes_of, score_kind
from bench.accuracy.measured import Measured, measured_by
from bench.accuracy.rows import COMPOSED, Curve, Outcome, Row
from bench.accuracy.run import Suite
from bench.accuracy.sweeps import SWEEPS, Sweep, curve
from bench.accuracy.tools import Terminal, Tools
from oes.domain.policy import Thresholds

OWN_HALF = "threshold chosen on the same half"
OTHER_HALF = "threshold chosen on the other half"
PLOT = "operating"


Table = Mapping[float, Mapping[Path, Score]]
"""Scores by the threshold's value and the clip."""


def run(data: Path, tools: Tools, terminal: Terminal) -> Outcome:
    measured = measured_by(tools)
    footages = some_footage(data / "clips", data / "honest")
    rows: list[Row] = []
    curves: list[Curve] = []
    told: list[str] = [_remark(footages)]
    for sweep in terminal.steps(SWEEPS, "thresholds"):
        table = _table(sweep, footages, measured, tools.thresholds)
        scores = {value: total(by_clip.values()) for value, by_clip in table.items()}
        points = curve([(score.false_alarms_per_hour or 0.0, score.recall) for score in scores.values()])
        if points:
            curves.append(Curve(plot=PLOT, label=sweep.kind, points=points))
        cells = ", ".join(f"{value:g}: {_cell(score)}" for value, score in scores.items())
        told.append(f"`{sweep.kind}` by `{sweep.name}` (found, false alarms): {cells}.")
        rows += _by_halves(sweep, table, footages, usual=sweep.usual(tools.thresholds))
    return Outcome(rows, curves, told)


def _table(sweep: Sweep, footages: Sequence[Footage], measured: Measured, thresholds: Thresholds) -> Table:
    """Score one kind at every value; the policy's own value leaves the thresholds as they are."""
    usual = sweep.usual(thresholds)
    limits = {
        value: thresholds if value == usual else sweep.applied(thresholds, value)
        for value in sorted({usual, *sweep.values})
    }
    return {
        value: {_key(f): score_kind(sweep.kind, f, episodes_of(f, measured, limit)) for f in footages}
        for value, limit in limits.items()
    }


def _by_halves(sweep: Sweep, table: Table, footages: Sequence[Footage], *, usual: float) -> list[Row]:
    own, other, picked = Score(), Score(), []
    parts = halves(footages, person=lambda footage: footage.person)
    if not all(parts):  # one person only: nothing to choose on
        return []
    for tuned, held_out in (parts, parts[::-1]):
        known = {value: _goodness(_sum(by_clip, tuned)) for value, by_clip in table.items()}
        value = chosen(sweep.values, known.__getitem__, usual=usual)
        picked.append(f"{value:g}")
        own += _sum(table[value], tuned)
        other += _sum(table[value], held_out)
    note = f"{sweep.name} {' and '.join(picked)}, policy {usual:g}"
    pairs = ((OWN_HALF, own), (OTHER_HALF, other))
    return [event_row(sweep.kind, name, COMPOSED, score, note=note) for name, score in pairs]


def _key(footage: Footage) -> Path:
    """Return what no two clips share: one of each folder may have the same name."""
    return footage.path.parent / footage.name


def _sum(by_clip: Mapping[Path, Score], footages: Sequence[Footage]) -> Score:
    return total(by_clip[_key(footage)] for footage in footages)


def _goodness(score: Score) -> tuple[float, ...]:
    """False alarms are bounded first; then what is found; then how well the seconds are met."""
    return -score.false_alarms, float(score.found), round(-score.false_seconds, 1)


def _cell(score: Score) -> str:
    return f"{score.found} of {len(score.matches)}, {score.false_alarms}"


def _remark(footages: Sequence[Footage]) -> str:
    left, right = halves(footages, person=lambda footage: footage.person)
    return (
        f"Measures are taken once; only thresholds change. The people are split by a hash of their names, {len(left)} "
        f"clips against {len(right)}, so that nobody is on both sides. A threshold is chosen on one half (fewest false "
        "alarms, then most events) and reported on the other, both ways. Where the policy's own threshold does as "
        "well as any, it is kept. Nearly all events come from composed clips."
    )


SUITE = Suite("operating", "Thresholds: false alarms against recall", ("clips", "honest"), run)
