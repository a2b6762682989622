"""Head pose on pictures with labelled angles (AFLW2000): mean error, and the decision "turned away".

angles.csv: image, pitch_deg, yaw_deg, roll_deg. There yaw grows to the picture's left and pitch upwards; ours grow to
the right and downwards.
"""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.accuracy.conditions import AS_IT_IS, CONDITIONS, changed
from bench.accuracy.counts import Counts, decision_row
from bench.accuracy.frames import measured_picture, turned_away
from bench.accuracy.intervals import bootstrap
from bench.accuracy.listed import BadLine, Line, read_list
from bench.accuracy.rows import STILL, Outcome, Row
from bench.accuracy.run import Suite
from bench.accuracy.tools import Terminal, Tools, read_rgb

FOLDER = "head_pose_aflw2000"
ANGLES = ("yaw", "pitch", "roll")
MOST_QUICK = 40


def run(data: Path, tools: Tools, terminal: Terminal) -> Outcome:
    folder = data / FOLDER
    columns = ("image", *(f"{angle}_deg" for angle in ANGLES))
    listed = read_list(
        folder / "angles.csv", columns, pictures=lambda line: [folder / line["image"]], check=_check_angles
    )
    labels = tools.some(listed.lines, most=MOST_QUICK)
    rows: list[Row] = []
    for condition in (AS_IT_IS, *CONDITIONS):
        errors: list[tuple[float, float, float]] = []
        counts = Counts()
        for label in terminal.steps(labels, f"head pose, {condition}"):
            rgb = changed(read_rgb(folder / label["image"]), condition)
            truth = _truth(label, mirrored=condition == "mirrored")
            seen = measured_picture(rgb, tools)
            counts.add(labelled=_turned(truth, tools), found=turned_away(seen, tools))
            if seen.yaw is not None and seen.pitch is not None and seen.roll is not None:
                ours = (seen.yaw, seen.pitch, seen.roll)
                errors.append(tuple(abs(a - b) for a, b in zip(ours, truth, strict=True)))
        rows += _error_rows(errors, condition, missed=len(labels) - len(errors))
        rows.append(decision_row(counts, detector="looked_away, labelled heads", condition=condition))
    return Outcome(rows, left_out=listed.left_out)


def _check_angles(line: Line) -> None:
    for angle in ANGLES:
        try:
            degrees = float(line[f"{angle}_deg"])
        except ValueError:
            degrees = math.nan
        if not math.isfinite(degrees):
            raise BadLine(f"{angle}_deg is {line[f'{angle}_deg']!r}, no number")


def _truth(label: dict[str, str], *, mirrored: bool) -> tuple[float, float, float]:
    """Return yaw, pitch, roll as the product counts them."""
    side = -1.0 if mirrored else 1.0
    return -side * float(label["yaw_deg"]), -float(label["pitch_deg"]), side * float(label["roll_deg"])


def _turned(truth: tuple[float, float, float], tools: Tools) -> bool:
    limits = tools.thresholds
    return abs(truth[0]) > limits.turned_yaw_degrees or abs(truth[1]) > limits.turned_pitch_degrees


def _error_rows(errors: Sequence[tuple[float, float, float]], condition: str, *, missed: int) -> list[Row]:
    if not errors:
        return []
    values = np.array(errors)
    note = f"{missed} without a face" if missed else ""
    return [_error_row(values[:, i], angle, condition, note) for i, angle in enumerate(ANGLES)]


def _error_row(values: np.ndarray, angle: str, condition: str, note: str) -> Row:
    low, high = bootstrap(len(values), lambda drawn: float(values[list(drawn)].mean()))
    return Row(
        detector="head pose",
        condition=condition,
        kind=STILL,
        n=len(values),
        measure=f"mean error of {angle}, degrees",
        value=float(values.mean()),
        low=low,
        high=high,
        note=note,
    )


SUITE = Suite("head_pose", "Head pose", (FOLDER,), run)
