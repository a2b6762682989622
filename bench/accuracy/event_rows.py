"""Scores on time as rows: recall with its interval, false alarms with their upper limit, and what else was seen."""

from dataclasses import replace

from bench.accuracy.events import Score
from bench.accuracy.intervals import wilson
from bench.accuracy.rows import REAL, Row
from oes.domain.grades import upper_rate

FALSE_ALARMS = "false alarms per hour"
DELAY = "delay in seconds"


def event_row(detector: str, condition: str, kind: str, found: Score, *, note: str = "") -> Row:
    """Return the recall of labelled events with its Wilson interval; false alarms where there is no event."""
    n = len(found.matches)
    if not n:
        return replace(honest_row(detector, condition, found, takes=0, note=note), kind=kind)
    low, high = wilson(found.found, n)
    return Row(
        detector=detector, condition=condition, kind=kind, n=n, recall=found.recall, precision=found.precision,
        false_alarms_per_hour=found.false_alarms_per_hour, low=low, high=high, measure="recall", value=found.recall,
        exposure_hours=found.exposure_seconds / 3600, false_alarms=found.false_alarms,
        note="; ".join(filter(None, (edges_note(found), note))),
    )  # fmt: skip


def edges_note(found: Score) -> str:
    """Return how well the events are met: union, edges, seconds too much."""
    n, matches = len(found.matches), found.matches
    told = [
        f"IoU ≥ 0.5 in {sum(match.iou >= 0.5 for match in matches)} of {n}" if n else "",
        f"edges within 2 s in {sum(match.edges for match in matches)} of {n}" if n else "",
        f"{found.false_seconds:.1f} false s" if found.false_seconds >= 0.05 else "",
    ]
    return ", ".join(filter(None, told))


def honest_row(detector: str, condition: str, found: Score, *, takes: int, note: str = "") -> Row:
    """Return false alarms per honest hour; `high` is the one-sided upper 95 % Poisson limit. `n`: takes.

    Footage without an hour in which the kind is scored bounds nothing: there are no limits then.
    """
    hours = found.exposure_seconds / 3600
    low, high = (0.0, upper_rate(found.false_alarms, hours)) if hours > 0 else (None, None)
    return Row(
        detector=detector, condition=condition, kind=REAL, n=takes, false_alarms_per_hour=found.false_alarms_per_hour,
        low=low, high=high, measure=FALSE_ALARMS, value=found.false_alarms_per_hour,
        exposure_hours=hours, false_alarms=found.false_alarms, note=note,
    )  # fmt: skip


def delay_row(detector: str, condition: str, kind: str, found: Score) -> Row | None:
    """Return how late the events that were found begin, at worst; None where none was found."""
    late = [match.start_error for match in found.matches if match.found and match.start_error is not None]
    if not late:
        return None
    return Row(
        detector=detector, condition=condition, kind=kind, n=len(late), measure=DELAY, value=max(late),
        low=min(late), high=max(late), note="range, not an interval",
    )  # fmt: skip
