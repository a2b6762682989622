"""What the guard told of the student's computer becomes episodes: programs, silence, a virtual machine."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from oes.domain.observations import Episode, told_episode
from oes.domain.silence import silences
from oes.domain.spans import Span, joined

GUARD = "guard"
FORBIDDEN, LISTED = "forbidden_software", "listed_software"
SILENT_SECONDS = 35.0
"""The guard says something every 10 s: three missed words and the way of the fourth."""
JOIN_SECONDS = 30.0
"""A program that is closed and opened again, or updates itself, is one episode."""


@dataclass(frozen=True, slots=True)
class GuardEvent:
    """One event of the guard at a moment of the attempt's clock. `start` names the start of the guard that told it."""

    at_seconds: float
    kind: str
    detail: str
    start: str


def software_episodes(events: Sequence[GuardEvent], kinds: Mapping[str, str], *, end_seconds: float) -> list[Episode]:
    """Return an episode for each time that a listed program ran, with its name.

    `kinds` gives the kind of each listed name; other names are passed over. A program that was not seen to end counts
    up to the last thing the guard said: a guard that is killed accuses of nothing more.
    """
    seen: dict[str, list[Span]] = {}
    for detail, span in _runs(events, "program_seen", "program_gone"):
        if detail in kinds:
            seen.setdefault(detail, []).append(span)
    found = [_episode(kinds[name], span, name) for name, spans in seen.items() for span in joined(spans, JOIN_SECONDS)]
    return _inside(found, end_seconds)


def _runs(events: Sequence[GuardEvent], begins: str, ends: str) -> list[tuple[str, Span]]:
    """Return from each beginning of a detail to its end, or to the last word of that start of the guard."""
    since: dict[tuple[str, str], float] = {}
    heard: dict[str, float] = {}
    runs = []
    for event in _ordered(events):
        heard[event.start] = event.at_seconds
        place = (event.start, event.detail)
        if event.kind == begins:
            since.setdefault(place, event.at_seconds)
        elif event.kind == ends and place in since:
            runs.append((event.detail, Span(since.pop(place), event.at_seconds)))
    # The last word may be the very one that told of the program.
    runs += [(detail, Span(at, max(heard[start], at + 1.0))) for (start, detail), at in since.items()]
    return runs


def running_programs(events: Iterable[GuardEvent]) -> list[str]:
    """Return the listed programs that run now, by what the newest start of the guard told, in order of their names."""
    ordered = list(events)
    newest = [e for e in ordered if e.start == ordered[-1].start] if ordered else []
    now: set[str] = set()
    for event in newest:
        if event.kind == "program_seen":
            now.add(event.detail)
        elif event.kind == "program_gone":
            now.discard(event.detail)
    return sorted(now)


def silent_episodes(events: Sequence[GuardEvent], *, end_seconds: float) -> list[Episode]:
    """Return where a guard that had come told nothing for longer than it should, or reports of it are missing.

    Without a single event there was no guard, and nothing is said.
    """
    ordered = _ordered(events)
    heard = [e.at_seconds for e in ordered]
    silent = silences(heard, end_seconds=end_seconds, expected=False, least=SILENT_SECONDS)
    missing = [
        Span(before.at_seconds, max(after.at_seconds, before.at_seconds + 1.0))
        for before, after in zip(ordered, ordered[1:], strict=False)
        if after.kind == "reports_missing"
    ]
    return _inside([_episode("guard_silent", span) for span in joined([*silent, *missing], 1.0)], end_seconds)


def machine_episodes(events: Sequence[GuardEvent], *, end_seconds: float) -> list[Episode]:
    """Return one episode, with the machine's name, where the guard ran in a virtual machine."""
    last = max((e.at_seconds for e in events), default=0.0)
    told = [e for e in _ordered(events) if e.kind == "virtual_machine"][:1]
    return _inside([_episode(e.kind, Span(e.at_seconds, last), e.detail) for e in told], end_seconds)


def _ordered(events: Iterable[GuardEvent]) -> list[GuardEvent]:
    """Return events in order of time; those of one moment stay in the order they were told."""
    return sorted(events, key=lambda e: e.at_seconds)


def _episode(kind: str, span: Span, detail: str = "") -> Episode:
    return told_episode(kind, span, source=GUARD, detail=detail)


def _inside(found: Iterable[Episode], end_seconds: float) -> list[Episode]:
    """Keep what lies in the attempt; a program that was closed before "OK" leaves nothing."""
    whole = Span(0.0, end_seconds)
    clipped = [_episode(e.kind, part, e.detail) for e in found if (part := e.span.clipped(whole))]
    return sorted((e for e in clipped if e.span.seconds > 0), key=lambda e: (e.span.start, e.kind, e.detail))
