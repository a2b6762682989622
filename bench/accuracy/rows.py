"""What a benchmark states: rows and curves, and their JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from math import isfinite
from typing import Any

LEAST_TO_DECIDE = 30
"""With fewer samples than this a row decides nothing."""
TOO_FEW = "too few"
REAL, COMPOSED, STILL = "real", "composed", "still"
HOUR, HUNDRED_PICTURES, HUNDRED_PAIRS = "hour", "100 pictures", "100 pairs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One detector under one condition.

    `n`: what was counted (pairs, pictures, events). `recall`, `precision`: shares 0..1, None where they do not apply.
    `false_alarms_per_hour`: the rate per what `per` says (an hour, 100 pictures, 100 pairs). `measure` names what
    `value` is and what the 95 % interval `low`..`high` belongs to. `exposure_hours`: honest footage looked at.
    `labelled`: how many of `n` show what is looked for, where that is not all of them.
    `model`, `policy`: versions. `suite` is filled in by the run.
    """

    detector: str
    condition: str
    kind: str
    n: int
    recall: float | None = None
    precision: float | None = None
    false_alarms_per_hour: float | None = None
    low: float | None = None
    high: float | None = None
    measure: str = "recall"
    value: float | None = None
    per: str = HOUR
    exposure_hours: float | None = None
    false_alarms: int | None = None
    model: str = ""
    policy: str = ""
    labelled: int | None = None
    note: str = ""
    suite: str = ""

    @property
    def decides(self) -> bool:
        return self.n >= LEAST_TO_DECIDE

    @property
    def told(self) -> str:
        """Return the note as it is shown: it says where too few samples decide nothing."""
        if self.decides or TOO_FEW in self.note:
            return self.note
        return ", ".join(filter(None, (TOO_FEW, self.note)))

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What names the row in every run: by this two runs are compared."""
        return self.detector, self.condition, self.kind, self.measure


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Points (x, y) of one line of a plot; `plot` names the picture that it belongs to."""

    plot: str
    label: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a suite gives back. `remarks` are sentences for the page; `left_out`: part of the data -> why."""

    rows: Sequence[Row] = ()
    curves: Sequence[Curve] = ()
    remarks: Sequence[str] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """A whole run. `skipped`: suite or part of the data -> why. `models`: network -> first digits of its sha256."""

    rows: tuple[Row, ...] = ()
    curves: tuple[Curve, ...] = ()
    remarks: Mapping[str, Sequence[str]] = field(default_factory=dict)
    skipped: Mapping[str, str] = field(default_factory=dict)
    models: Mapping[str, str] = field(default_factory=dict)
    policy: str = ""
    quick: bool = False


def report_to_json(report: Report) -> dict[str, Any]:
    """Return plain data: six digits of a row, so that a page made from it tells the same, and four of a curve."""
    return {
        "rows": [_row_to_json(row) for row in report.rows],
        "models": dict(report.models),
        "policy": report.policy,
        "quick": report.quick,
        "skipped": dict(report.skipped),
        "remarks": {suite: list(told) for suite, told in report.remarks.items()},
        "curves": [
            {"plot": c.plot, "label": c.label, "points": [[_short(x, 4), _short(y, 4)] for x, y in c.points]}
            for c in report.curves
        ],
    }


def report_from_json(data: Mapping[str, Any]) -> Report:
    """Read what report_to_json wrote; unknown keys of a row are passed over."""
    known = {f.name for f in fields(Row)}
    return Report(
        rows=tuple(Row(**{k: v for k, v in row.items() if k in known}) for row in data["rows"]),
        curves=tuple(
            Curve(plot=c["plot"], label=c["label"], points=tuple((x, y) for x, y in c["points"]))
            for c in data.get("curves", ())
        ),
        remarks=data.get("remarks", {}),
        skipped=data.get("skipped", {}),
        models=data.get("models", {}),
        policy=data.get("policy", ""),
        quick=data.get("quick", False),
    )


def _row_to_json(row: Row) -> dict[str, Any]:
    plain = {name: _short(value, 6) if isinstance(value, float) else value for name, value in asdict(row).items()}
    return {**plain, "note": row.told}


def _short(value: float, digits: int) -> float | None:
    """So many digits behind the point for shares, as many that count for smaller ones; JSON knows no infinity."""
    if not isfinite(value):
        return None
    return float(f"{value:.{digits}g}") if abs(value) < 0.01 else round(value, digits)
