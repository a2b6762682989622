"""Copying, pasting and printing in the exam's page: facts for reviewers, which weigh nothing. Lengths, never texts."""

from collections.abc import Iterable, Sequence

from oes.domain.observations import Episode, Observation
from oes.domain.spans import Span
from oes.domain.window import EMBED, WindowEvent, exam_end

KIND_OF = {"copied": "copied", "cut": "copied", "pasted": "pasted", "printed": "printed"}
"""The kind of violation that each told event belongs to: to cut is to copy."""
MOMENT_SECONDS = 1.0
REPEAT_SECONDS = 30.0
"""What is repeated so soon is one episode."""
LARGEST_LENGTH = 10_000_000


def page_fact_episodes(events: Iterable[WindowEvent], *, end_seconds: float) -> list[Episode]:
    """Return an episode for each run of copying, pasting or printing; `detail` is the sum of lengths in characters."""
    told = sorted(
        (e for e in events if e.source == EMBED), key=lambda e: (e.at_seconds, e.kind, length_of(e.detail), e.page)
    )
    end = exam_end([e.at_seconds for e in told if e.kind == "exam_ended"], end_seconds)
    facts = [e for e in told if e.at_seconds < end]
    found = []
    for kind in sorted(set(KIND_OF.values())):
        found += [_episode(kind, run, end) for run in _runs([e for e in facts if KIND_OF.get(e.kind) == kind])]
    return sorted(found, key=lambda e: (e.span, e.kind))


def length_of(detail: str) -> int:
    """Return the length that an event tells, 0 where it tells none."""
    return min(int(detail), LARGEST_LENGTH) if detail.isascii() and detail.isdigit() and len(detail) < 10 else 0


def _runs(events: Sequence[WindowEvent]) -> list[list[WindowEvent]]:
    runs: list[list[WindowEvent]] = []
    for event in events:
        if runs and event.at_seconds - runs[-1][-1].at_seconds <= REPEAT_SECONDS:
            runs[-1].append(event)
        else:
            runs.append([event])
    return runs


def _episode(kind: str, run: Sequence[WindowEvent], end: float) -> Episode:
    span = Span(run[0].at_seconds, max(run[-1].at_seconds, min(end, run[-1].at_seconds + MOMENT_SECONDS)))
    length = min(sum(length_of(e.detail) for e in run), LARGEST_LENGTH)
    return Episode(kind, span, Observation(span.start, kind), source=EMBED, detail=str(length) if length else "")
