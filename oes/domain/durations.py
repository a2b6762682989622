"""Durations as the pages show them, and sums that agree with what is shown (G6, G9)."""

from collections.abc import Iterable


def displayed_minutes(seconds: float) -> int:
    """Return the whole minutes that a page shows for a duration (rounded down, as a clock does)."""
    return int(max(0.0, seconds) // 60)


def total_displayed_minutes(durations_seconds: Iterable[float]) -> int:
    """Return the sum of the displayed minutes, so that the total equals the column added up by hand."""
    return sum(displayed_minutes(s) for s in durations_seconds)


def hours_and_minutes(minutes: int) -> tuple[int, int]:
    """Return (hours, minutes 0..59)."""
    return divmod(minutes, 60)
