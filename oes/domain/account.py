"""The account of an attempt: each second of a track is stored, or lies in a gap that says why and who knows it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from oes.domain.spans import Span
from oes.domain.timeline import PAUSE, Fault, MissingSpan, missing, stored

MILLISECONDS = 1000


@dataclass(frozen=True, slots=True)
class Account:
    """One track from "OK" to the end, on the attempt's clock. Every edge lies on a whole millisecond."""

    attempt: Span
    stored: tuple[Span, ...]
    gaps: tuple[MissingSpan, ...]

    @property
    def stored_ms(self) -> int:
        return sum(_ms(span) for span in self.stored)

    @property
    def missing_ms(self) -> int:
        """Return how much is not recorded and should be: a granted break is not missed."""
        return sum(_ms(gap.span) for gap in self.gaps if gap.reason != PAUSE)

    @property
    def granted_ms(self) -> int:
        return sum(_ms(gap.span) for gap in self.gaps if gap.reason == PAUSE)

    @property
    def balance_ms(self) -> int:
        """Return what the account lacks of the attempt: always 0."""
        return _ms(self.attempt) - self.stored_ms - self.missing_ms - self.granted_ms

    @property
    def coverage(self) -> float:
        """Return the share 0..1 of the seconds that were to be recorded and are; 1 where there were none."""
        asked = self.stored_ms + self.missing_ms
        return self.stored_ms / asked if asked else 1.0


def account_of(
    recorded: Iterable[Span], attempt: Span, faults: Sequence[Fault] = (), pauses: Iterable[Span] = ()
) -> Account:
    """Return the account of one track. `recorded`: what is stored and can be read; `pauses`: granted ones."""
    whole, held = in_ms(attempt), [in_ms(span) for span in recorded]
    gaps = missing(held, whole, faults, [in_ms(span) for span in pauses])
    return Account(whole, tuple(stored(held, whole)), tuple(gaps))


def in_ms(span: Span) -> Span:
    """Return a span with its edges on whole milliseconds: what is stored is what is added up."""
    return Span(round(span.start, 3), round(span.end, 3))


def _ms(span: Span) -> int:
    return round(span.end * MILLISECONDS) - round(span.start * MILLISECONDS)
