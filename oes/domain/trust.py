"""Violations and time become a trust percent with a ledger: same rows, same policy, same percent, in any order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from oes.domain.accommodation import PLAIN, Terms
from oes.domain.grades import Grade, Standing
from oes.domain.policy import Policy, Weight
from oes.domain.spans import Span, clipped, measured, subtracted
from oes.domain.violations import KINDS

FULL = 100
AS_MEASURED_NOW: Mapping[str, Standing] = {}
LAG_SECONDS = 60.0


class TrustState(StrEnum):
    """TOO_SHORT: not counted as an exam (G10). INSUFFICIENT_EVIDENCE: too little was recorded to say. WITHDRAWN: the
    student withdrew the consent during the exam, and the institution decides.
    """

    TOO_SHORT = "too_short"
    INSUFFICIENT_EVIDENCE = "insufficient_evidence"
    STATED = "stated"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A violation as the ledger sees it; `key` names the row it came from."""

    start_seconds: float
    end_seconds: float
    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Line:
    """One deduction. `counted_seconds` is the part after the grace time and outside granted pauses; `uncapped` what
    rule and weight give. `excused`: an accommodation takes the weight of its kind away.
    """

    found: Found
    counted_seconds: float
    weight: Weight
    uncapped: float
    deduction: float
    standing: Standing
    excused: bool = False

    @property
    def grade(self) -> Grade:
        return self.standing.grade


@dataclass(frozen=True, slots=True)
class Assessment:
    """`percent` is None unless `state` is STATED. `coverage` 0..1 of the least covered required track."""

    state: TrustState
    percent: int | None
    coverage: float
    counted_seconds: float
    lines: tuple[Line, ...]


def counted_span(duration_seconds: float, policy: Policy) -> Span:
    """Return the part of an attempt that counts: after the grace time, up to its end (G12)."""
    return Span(policy.grace_seconds, max(policy.grace_seconds, duration_seconds))


def counted_spans(duration_seconds: float, policy: Policy, pauses: Iterable[Span] = ()) -> list[Span]:
    """Return the counted part without the granted pauses: nothing counts in them, and nothing is missing."""
    return subtracted([counted_span(duration_seconds, policy)], pauses)


def counts_as_exam(duration_seconds: float, policy: Policy) -> bool:
    """Return whether the attempt is an exam: it lasted longer than the minimum (G10; exactly that does not)."""
    return duration_seconds > policy.minimum_seconds


def ledger(
    found: Iterable[Found],
    duration_seconds: float,
    policy: Policy,
    *,
    kept: Mapping[str, Standing] = AS_MEASURED_NOW,
    terms: Terms = PLAIN,
    pauses: Iterable[Span] = (),
) -> tuple[Line, ...]:
    """Return a line for each violation, in order of time; the cap of a kind is used up by the earliest.

    `kept`: kinds that stand as they stood when a final ledger was written; the others stand as measured now.
    `terms`: what an accommodation allows. `pauses`: granted ones, on the attempt's clock.
    """
    counted = counted_spans(duration_seconds, policy, pauses)
    used: dict[str, float] = {}
    lines = []
    for violation in sorted(set(found)):
        standing = kept.get(violation.kind) or KINDS[violation.kind].standing
        excused = violation.kind in terms.kinds_off
        weight = _weight(violation.kind, policy, standing, excused=excused)
        line = _line(violation, counted, weight, used.get(violation.kind, 0.0), standing, excused=excused)
        used[violation.kind] = used.get(violation.kind, 0.0) + line.deduction
        lines.append(line)
    return tuple(lines)


def _weight(kind: str, policy: Policy, standing: Standing, *, excused: bool) -> Weight:
    none = Weight(0, 0, 0)
    return policy.weights.get(kind, none) if standing.grade.weighs and not excused else none


def _line(
    found: Found, counted: Sequence[Span], weight: Weight, used: float, standing: Standing, *, excused: bool
) -> Line:
    span = Span(found.start_seconds, found.end_seconds)
    seconds = sum(span.overlap(part) for part in counted)
    uncapped = in_tenths(weight.per_event + weight.per_second * seconds) if seconds > 0 else 0.0
    deduction = in_tenths(max(0.0, min(uncapped, weight.cap - used)))
    return Line(found, seconds, weight, uncapped, deduction, standing, excused)


def in_tenths(points: float) -> float:
    """Return points as a ledger shows them: tenths, rounded half up, so that the lines add up to their sum."""
    return int(points * 10 + 0.5 + 1e-9) / 10


def percent_of(lines: Iterable[Line]) -> int:
    """Return 100 minus the deductions, rounded half up, never below 0."""
    tenths = FULL * 10 - sum(round(line.deduction * 10) for line in lines)
    return max(0, (tenths + 5) // 10)


def judged_seconds(recorded: Mapping[str, Sequence[Span]], elapsed_seconds: float, policy: Policy, tier: str) -> float:
    """Return up to where a running attempt can be judged: where its required tracks have all arrived.

    What was recorded a moment ago is still on its way and is no gap. A track that lags behind the others by
    more than LAG_SECONDS is waited for no longer.
    """
    ends = [max((s.end for s in recorded.get(track, ())), default=0.0) for track in policy.required_tracks(tier)]
    return min(elapsed_seconds, max(min(ends), max(ends) - LAG_SECONDS))


def coverage(
    recorded: Mapping[str, Sequence[Span]],
    blocked: Mapping[str, Sequence[Span]],
    duration_seconds: float,
    policy: Policy,
    tier: str,
    *,
    pauses: Sequence[Span] = (),
) -> float:
    """Return the share of the counted seconds that the least covered required track shows.

    `recorded`: readable spans by track. `blocked`: spans by track in which it showed nothing (a covered or frozen
    camera, an empty screen): they are no coverage. `pauses`: granted ones; nothing is asked for in them.
    """
    counted, whole = counted_span(duration_seconds, policy), measured(counted_spans(duration_seconds, policy, pauses))
    if whole <= 0:
        return 0.0
    shares = []
    for track in policy.required_tracks(tier):
        seen = subtracted(recorded.get(track, ()), [*blocked.get(track, ()), *pauses])
        shares.append(measured(clipped(seen, counted)) / whole)
    return min(1.0, min(shares))


def assess(
    found: Iterable[Found],
    covered: float,
    duration_seconds: float,
    policy: Policy,
    *,
    kept: Mapping[str, Standing] = AS_MEASURED_NOW,
    terms: Terms = PLAIN,
    pauses: Sequence[Span] = (),
) -> Assessment:
    """Return the trust of an attempt with the lines that explain it. `kept`, `terms`, `pauses`: see `ledger`.

    `duration_seconds`: up to where the attempt's clock came, with the pauses.
    """
    lines = ledger(found, duration_seconds, policy, kept=kept, terms=terms, pauses=pauses)
    counted = measured(counted_spans(duration_seconds, policy, pauses))
    lasted = duration_seconds - measured(clipped(pauses, Span(0.0, duration_seconds)))
    if not counts_as_exam(lasted, policy):
        return Assessment(TrustState.TOO_SHORT, None, covered, counted, lines)
    if covered < policy.coverage_minimum:
        return Assessment(TrustState.INSUFFICIENT_EVIDENCE, None, covered, counted, lines)
    return Assessment(TrustState.STATED, percent_of(lines), covered, counted, lines)


@dataclass(frozen=True, slots=True)
class CountedExam:
    """A counted exam of a student: its trust (None when insufficient) and duration."""

    percent: int | None
    duration_seconds: float


def overall_trust(exams: Sequence[CountedExam]) -> int | None:
    """Return the duration-weighted mean of the counted exams that have a percent (G8), rounded half up, or None."""
    scored = [(e.percent, e.duration_seconds) for e in exams if e.percent is not None]
    total = sum(seconds for _, seconds in scored)
    if not scored or total <= 0:
        return None
    return int(sum(percent * seconds for percent, seconds in scored) / total + 0.5 + 1e-9)
