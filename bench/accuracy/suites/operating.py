"""False alarms per hour against recall, and thresholds that were chosen on other people than they are reported on."""

from collections.abc import Sequence
from pathlib import Path

from bench.accuracy.event_rows import event_row
from bench.accuracy.events import Score, total
from bench.accuracy.footage import Footage, read_folder
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


def run(data: Path, tools: Tools, terminal: Terminal) -> Outcome:
    measured = measured_by(tools)
    footages = [*read_folder(data / "clips"), *read_folder(data / "honest")]
    rows: list[Row] = []
    curves: list[Curve] = []
    told: list[str] = [_remark(footages)]
    for sweep in terminal.steps(SWEEPS, "thresholds"):
        scores = {value: _score(sweep, value, footages, measured, tools.thresholds) for value in sweep.values}
        points = curve([(score.false_alarms_per_hour or 0.0, score.recall) for score in scores.values()])
        if points:
            curves.append(Curve(plot=PLOT, label=sweep.kind, points=points))
        table = ", ".join(f"{value:g}: {_cell(score)}" for value, score in scores.items())
        told.append(f"`{sweep.kind}` by `{sweep.name}` (found, false alarms): {table}.")
        rows += _by_halves(sweep, footages, measured, tools.thresholds)
    return Outcome(rows, curves, told)


def _score(
    sweep: Sweep, value: float, footages: Sequence[Footage], measured: Measured, thresholds: Thresholds
) -> Score:
    """Score one kind at one value; the policy's own value leaves the thresholds as they are."""
    usual = value == sweep.usual(thresholds)
    applied = thresholds if usual else sweep.applied(thresholds, value)
    return total(score_kind(sweep.kind, f, episodes_of(f, measured, applied)) for f in footages)


def _by_halves(sweep: Sweep, footages: Sequence[Footage], measured: Measured, thresholds: Thresholds) -> list[Row]:
    own, other, picked = Score(), Score(), []
    parts = halves(footages, person=lambda footage: footage.person)
    for tuned, held_out in (parts, parts[::-1]):
        value = chosen(
            sweep.values,
            lambda value, tuned=tuned: _goodness(_score(sweep, value, tuned, measured, thresholds)),
            usual=sweep.usual(thresholds),
        )
        picked.append(f"{value:g}")
        own += _score(sweep, value, tuned, measured, thresholds)
        other += _score(sweep, value, held_out, measured, thresholds)
    note = f"{sweep.name} {' and '.join(picked)}, policy {sweep.usual(thresholds):g}"
    pairs = ((OWN_HALF, own), (OTHER_HALF, other))
    return [event_row(sweep.kind, name, COMPOSED, score, note=note) for name, score in pairs]


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
