"""How a commission decides: which outcomes fit a contested line, what a vote says, and when it ends (W13, W15)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    """What may be decided on a line. Keys are stored: they never change."""

    UPHOLD = "uphold"
    DENY_EVENT = "deny_event"
    CHANGE_VERDICT = "change_verdict"
    REPEAT_EXAM = "repeat_exam"
    CHANGE_MARK = "change_mark"


O = Outcome  # noqa: E741
FITTING: Mapping[str, tuple[Outcome, ...]] = {
    "event": (O.UPHOLD, O.DENY_EVENT),
    "verdict": (O.UPHOLD, O.CHANGE_VERDICT, O.REPEAT_EXAM),
    "mark": (O.UPHOLD, O.CHANGE_MARK),
    "conduct": (O.UPHOLD, O.REPEAT_EXAM),
}
"""The outcomes of a line by its kind, in the order in which they are shown. A line may always stand as it was."""


def fitting(kind: str, *, honest: bool | None = None) -> tuple[Outcome, ...]:
    """Return the outcomes that fit a line. `honest`: the contested verdict, where there is one.

    A commission changes a verdict in the student's favour only: one of honesty is never changed.
    """
    return tuple(one for one in FITTING[kind] if one is not O.CHANGE_VERDICT or honest is False)


@dataclass(frozen=True, slots=True)
class Tally:
    """What a vote on one line says."""

    counts: Mapping[str, int]
    """Votes by outcome, every outcome of the line among them, in their order."""
    leaders: tuple[str, ...]
    """The outcomes with the most votes: more than one is a tie. None where too few voted."""
    winner: str | None
    """What is decided; None: too few voted, or a tie that the chair has not decided."""
    by_chair: bool = False

    @property
    def is_tied(self) -> bool:
        return len(self.leaders) > 1


def tally(votes: Iterable[str], outcomes: Sequence[str], quorum: int, chair: str | None = None) -> Tally:
    """Count the votes on a line: the most votes win, whatever their order. Raises ValueError for an unknown outcome.

    `quorum`: how many must have voted, at least one. `chair`: the word of the chair, which only a tie asks for, and
    which only has one of the tied outcomes to choose from.
    """
    cast = Counter(str(vote) for vote in votes)
    if unknown := set(cast) - set(outcomes):
        raise ValueError(f"no outcome of this line: {sorted(unknown)}")
    counts = {str(outcome): cast[outcome] for outcome in outcomes}
    if cast.total() < max(quorum, 1):
        return Tally(counts, (), None)
    most = max(counts.values())
    leaders = tuple(outcome for outcome, number in counts.items() if number == most)
    if len(leaders) == 1:
        return Tally(counts, leaders, leaders[0])
    decided = chair if chair in leaders else None
    return Tally(counts, leaders, decided, by_chair=decided is not None)


class Ending(StrEnum):
    """What becomes of a vote. RUNS: it goes on. QUORUM: it ends with too few. TIED, CLEAR: it ends with a result."""

    RUNS = "runs"
    QUORUM = "quorum"
    TIED = "tied"
    CLEAR = "clear"


def ending(tallies: Sequence[Tally], *, all_voted: bool, due: datetime, now: datetime) -> Ending:
    """Return how a vote stands: it ends when all have voted, or at the deadline. One tied line ties the whole.

    All of a panel that is smaller than the quorum may have voted: then it ends with too few at the deadline, so that
    a substitute may still come in.
    """
    if any(not one.leaders for one in tallies) or not tallies:
        return Ending.QUORUM if now >= due else Ending.RUNS
    if not all_voted and now < due:
        return Ending.RUNS
    return Ending.TIED if any(one.is_tied for one in tallies) else Ending.CLEAR


def may_vote_at(hearing: datetime | None, due: datetime, now: datetime) -> bool:
    """Return whether votes are taken: not before the case was heard, where a hearing is set, and up to the deadline."""
    return now < due and (hearing is None or now >= hearing)


def who_voted(ballots: Iterable[tuple[int, int]], voters: Iterable[int], lines: AbstractSet[int]) -> frozenset[int]:
    """Return which of the voters have voted on every line. `ballots`: pairs of voter and line."""
    cast: dict[int, set[int]] = {}
    for voter, line in ballots:
        cast.setdefault(voter, set()).add(line)
    return frozenset(voter for voter in voters if lines and lines <= cast.get(voter, set()))
