"""What a student is allowed beyond the rules: an overlay of the policy that may only ease, never burden."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from oes.domain.spans import Span, clipped, measured

HELPER_KINDS = ("second_person", "background_person")
"""What a helper in the frame would be taken for."""
LOOKING_KINDS = ("looked_away",)
LEAST_BREAK_SECONDS = 1.0
"""What is left of the granted minutes and shorter is no break: clocks do not count exactly."""


@dataclass(frozen=True, slots=True)
class Terms:
    """`kinds_off`: violation kinds that weigh nothing. `breaks` with `break_minutes` together. `extra_minutes` of exam.

    The default allows nothing beyond the policy.
    """

    kinds_off: frozenset[str] = frozenset()
    breaks: int = 0
    break_minutes: int = 0
    extra_minutes: int = 0

    @property
    def is_plain(self) -> bool:
        return self == PLAIN


PLAIN = Terms()


def combined(terms: Iterable[Terms]) -> Terms:
    """Return what several accommodations allow together: of each number the most generous, never their sum."""
    rows = list(terms)
    return Terms(
        frozenset().union(*(row.kinds_off for row in rows)),
        max((row.breaks for row in rows), default=0),
        max((row.break_minutes for row in rows), default=0),
        max((row.extra_minutes for row in rows), default=0),
    )


def added(base: Terms, grants: Iterable[Terms]) -> Terms:
    """Return what was allowed and what was granted on top of it during the attempt: numbers add up."""
    rows = [base, *grants]
    return Terms(
        frozenset().union(*(row.kinds_off for row in rows)),
        sum(row.breaks for row in rows),
        sum(row.break_minutes for row in rows),
        sum(row.extra_minutes for row in rows),
    )


@dataclass(frozen=True, slots=True)
class Break:
    """A pause on the attempt's clock. `most_seconds` were left when it began; `end_seconds` None while it lasts."""

    start_seconds: float
    end_seconds: float | None
    most_seconds: float

    def granted(self, now_seconds: float) -> Span:
        """Return the seconds that are a break in the account: what lies beyond the granted time is none.

        It ends at a millisecond, as all that is stored does: a rest of rounding would weigh as a violation outside it.
        """
        end = now_seconds if self.end_seconds is None else self.end_seconds
        most = round(self.start_seconds + self.most_seconds, 3)
        return Span(self.start_seconds, max(self.start_seconds, min(end, most)))

    def late(self, now_seconds: float) -> Span:
        """Return the seconds after the granted time until the student was back; empty for who came in time."""
        end = now_seconds if self.end_seconds is None else self.end_seconds
        return Span(self.granted(now_seconds).end, end)


def granted_spans(breaks: Iterable[Break], end_seconds: float) -> list[Span]:
    """Return the pauses of an attempt that has come to `end_seconds`: on its clock, joined, in order."""
    return clipped((row.granted(end_seconds) for row in breaks), Span(0.0, end_seconds))


def breaks_left(terms: Terms, breaks: Sequence[Break], now_seconds: float) -> tuple[int, float]:
    """Return how many breaks may still be begun, and the seconds that are left for them together."""
    used = measured(row.granted(now_seconds) for row in breaks)
    seconds = terms.break_minutes * 60 - used
    if seconds < LEAST_BREAK_SECONDS:
        return 0, 0.0
    return max(0, terms.breaks - len(breaks)), seconds


def closing_time(closes_at: datetime, terms: Terms, paused_seconds: float) -> datetime:
    """Return when the exam closes for this student: extra minutes and granted pauses move it."""
    return closes_at + timedelta(minutes=terms.extra_minutes, seconds=paused_seconds)
