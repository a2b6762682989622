"""The same clips and the same honest footage at low bitrates, in the dark, noisy, mirrored."""

from collections.abc import Iterator
from pathlib import Path

from bench.accuracy.conditions import CONDITIONS
from bench.accuracy.event_rows import event_row, honest_row
from bench.accuracy.footage import Footage, read_folder
from bench.accuracy.gate import HONEST
from bench.accuracy.judging import detected_kinds, honest_scores, scores, takes_of
from bench.accuracy.measured import LOW_BITRATES, Condition, Measured, measured_by
from bench.accuracy.rows import COMPOSED, REAL, Outcome, Row
from bench.accuracy.run import Suite
from bench.accuracy.suites.honest import honest_footage
from bench.accuracy.tools import Terminal, Tools

CHANGED = ("dark", "noisy", "mirrored")
MOST_QUICK = 1
LONGEST_SECONDS = 100.0
"""Three minutes more of one man in a studio would cost more than they tell."""


def run(data: Path, tools: Tools, terminal: Terminal) -> Outcome:
    measured = measured_by(tools)
    every = (*LOW_BITRATES, *(Condition(name, CONDITIONS[name]) for name in CHANGED))
    rows: list[Row] = []
    for condition in tools.some(every, most=MOST_QUICK):
        for footage in terminal.steps([*read_folder(data / "clips"), *_honest(data)], condition.name):
            measured.prepare(footage, condition)
        rows += _rows(data, condition, measured, tools)
    return Outcome(rows, remarks=(REMARK,))


def _rows(data: Path, condition: Condition, measured: Measured, tools: Tools) -> Iterator[Row]:
    clips, honest = read_folder(data / "clips"), _honest(data)
    for kind in (COMPOSED, REAL):
        some = [footage for footage in clips if footage.kind == kind]
        for detector, found in scores(some, measured, tools.thresholds, condition=condition).items():
            if detector in detected_kinds() and found.matches:
                yield event_row(detector, condition.name, kind, found)
    for detector, found in honest_scores(honest, measured, tools.thresholds, condition=condition).items():
        if detector in detected_kinds():
            yield honest_row(detector, f"{HONEST}, {condition.name}", found, takes=takes_of(honest))


def _honest(data: Path) -> list[Footage]:
    return [footage for footage in honest_footage(data) if footage.seconds <= LONGEST_SECONDS]


REMARK = (
    "The clips are encoded again as a browser would at 400, 200, 160 and 100 kbit/s (VP8, 640x480, 10 frames a second, "
    "segments of 8 s), or changed picture by picture: a fifth of the light with noise, strong noise, mirrored. These "
    "rows decide no grade and leave out the longest honest clips; they say what a poor camera or line costs. In the "
    "dark an attempt says `poor_light` besides."
)
SUITE = Suite("conditions_of_clips", "Clips under worse conditions", ("clips", "honest"), run)
