"""What an appeal may be about, and when it may be filed (W14, W15)."""

from collections.abc import Collection, Mapping
from datetime import datetime

MOST_FILES = 10
MOST_FILE_BYTES = 20 * 1024 * 1024
MOST_BYTES = 60 * 1024 * 1024
"""Of all files that come at once."""
MOST_LINES = 60
MOST_TRIES = 5
"""So often a student may appeal against the results of one exam: each time the secretary has to act."""
LONGEST_TEXT = 5000
LONGEST_WHY = 1000

FOUND = frozenset({"event", "verdict"})
"""Kinds of lines that proctoring is the reason of."""
VIOLATION = "violation"


def unfit(topics: Collection[str], kinds: Collection[str]) -> str:
    """Return what is wrong with the topics and the kinds of the contested lines, "" where they fit.

    topics: none chosen; lines: none chosen; many: too many lines; found: a violation is contested, but no event and no
    verdict is named; topic: an event or a verdict is contested under other topics alone.
    """
    if not topics:
        return "topics"
    if not kinds:
        return "lines"
    if len(kinds) > MOST_LINES:
        return "many"
    names_found = not FOUND.isdisjoint(kinds)
    if names_found == (VIOLATION in topics):
        return ""
    return "topic" if names_found else "found"


def late_kinds(kinds: Collection[str], until: Mapping[str, datetime], at: datetime) -> list[str]:
    """Return the kinds, in order of their names, that cannot be contested at a moment any more.

    `until`: the end (exclusive) of each kind's time; a kind that is not in it can never be contested.
    """
    return sorted({kind for kind in kinds if kind not in until or at >= until[kind]})
